#include "model/wage_cap.h"

#include "model/measure.h"

void wage_cap_fill(const struct wage_cap *cap, int datatype,
		   struct figure *figure)
{
	if (figure->reason == REASON_CAPPED && !figure->cap_milli)
		figure->cap_milli = measure_is_hourly(datatype)
					    ? cap->hourly_milli
					    : cap->annual_milli;
}
