# BLS Sync.  `make help` lists the targets.

BUILD  ?= build
PORT   ?= 8080
RUN    ?= $(BUILD)/run
PREFIX ?= /usr/local
DESTDIR ?=
CC     ?= cc
WERROR ?=
SAN    ?=

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition \
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 -Wundef \
	-Wswitch-enum -Wnull-dereference -Wdouble-promotion \
	-Wimplicit-fallthrough -fno-common
GCC_WARNINGS := -Wlogical-op -Wduplicated-cond -Wduplicated-branches \
	-Wjump-misses-init -Wstringop-overflow=4 -Warith-conversion -Wtrampolines
IS_GCC := $(shell $(CC) --version 2>/dev/null | grep -q 'Free Software' && echo 1)

HARDENING := -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=3 -fPIE \
	-fstack-clash-protection -fcf-protection
ifeq ($(IS_GCC),1)
WARNINGS += $(GCC_WARNINGS)
HARDENING += -ftrivial-auto-var-init=zero
endif
ifeq ($(SAN),1)
MODE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
LDMODE := -fsanitize=address,undefined
else
MODE := $(HARDENING)
LDMODE := -pie -Wl,-z,relro,-z,now
endif

# Headers of other people are system headers: our warnings are about our code.
LIBS_CFLAGS := $(shell pkg-config --cflags libmariadb libcurl libcjson \
	libsodium inih libutf8proc 2>/dev/null | sed 's/-I/-isystem /g')
LIBS := $(shell pkg-config --libs libmariadb libcurl libcjson libsodium inih \
	libutf8proc 2>/dev/null) -lfcgi -lm

CPPFLAGS += -D_GNU_SOURCE -Isrc $(LIBS_CFLAGS)
CFLAGS   += -std=c17 $(WARNINGS) $(if $(WERROR),-Werror) $(MODE)

LIB_SRC  := $(wildcard src/*/*.c)
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
CRON_OBJ := $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard cron/*.c))
EMU_SRC  := $(wildcard tests/bls_emulator/*.c)
EMU_OBJ  := $(EMU_SRC:%.c=$(BUILD)/obj/%.o)
UNIT_SRC := $(wildcard tests/unit/*.c)
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/unit/%)
PROGRAMS := $(BUILD)/bls-sync $(BUILD)/api.fcgi $(BUILD)/events.fcgi

.PHONY: all help
all: $(PROGRAMS) $(BUILD)/bls-emulator ## build the programs and the emulator

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# The one file the prefix is compiled into is made anew when it is another one.
$(BUILD)/obj/src/base/config.o: CPPFLAGS += -DPREFIX='"$(PREFIX)"'
$(BUILD)/obj/src/base/config.o: $(BUILD)/prefix
$(BUILD)/prefix: always
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@
# And the one that knows the number of the newest migration.
SCHEMA := $(shell ls sql | sed -n 's/^0*\([0-9]*\)_.*\.sql$$/\1/p' | tail -n 1)
$(BUILD)/obj/src/store/schema.o: CPPFLAGS += -DSCHEMA_NUMBER=$(SCHEMA)
$(BUILD)/obj/src/store/schema.o: $(BUILD)/schema
$(BUILD)/schema: always
	@mkdir -p $(@D)
	@echo '$(SCHEMA)' | cmp -s - $@ || echo '$(SCHEMA)' >$@
.PHONY: always
always:

$(BUILD)/libbls.a: $(LIB_OBJ)
	@rm -f $@
	@ar rcs $@ $^

$(BUILD)/bls-sync: $(CRON_OBJ) $(BUILD)/libbls.a
	$(CC) $(LDMODE) -o $@ $^ $(LIBS)

$(BUILD)/api.fcgi: $(BUILD)/obj/cgi-bin/api.o $(BUILD)/libbls.a
	$(CC) $(LDMODE) -o $@ $^ $(LIBS)

$(BUILD)/events.fcgi: $(BUILD)/obj/cgi-bin/events.o $(BUILD)/libbls.a
	$(CC) $(LDMODE) -o $@ $^ $(LIBS)

$(BUILD)/bls-emulator: $(EMU_OBJ)
	$(CC) $(LDMODE) -o $@ $^ -lfcgi -lcjson -lpthread -lm

$(BUILD)/tests/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libbls.a
	@mkdir -p $(@D)
	$(CC) $(LDMODE) -o $@ $^ $(LIBS) -lcmocka

$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/libbls.a
	@mkdir -p $(@D)
	$(CC) $(LDMODE) -o $@ $^ $(LIBS)

$(BUILD)/tests/load/%: $(BUILD)/obj/tests/load/%.o $(BUILD)/libbls.a
	@mkdir -p $(@D)
	$(CC) $(LDMODE) -o $@ $^ $(LIBS)

# Loaded before a program.  ISO C knows no functions that are looked up.
$(BUILD)/tests/faults/%.so: tests/faults/%.c
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE -std=c17 $(filter-out -Wpedantic,$(WARNINGS)) $(if $(WERROR),-Werror) -O2 \
		-fPIC -shared -o $@ $< -ldl

.PHONY: lib unit
lib: $(BUILD)/libbls.a

unit: $(UNIT_BIN) ## build and run the unit tests
	@set -e; for t in $(UNIT_BIN); do $$t; done

.PHONY: test bench torture fuzz
test: ## install what is missing, build, lint, all tests but the long ones
	@nginx/local/packages.sh test
	@BUILD=$(BUILD) tests/run.sh

bench: ## the benchmarks beside their references; prints ratios
	@nginx/local/packages.sh test
	@$(MAKE) --no-print-directory -s all $(BUILD)/tests/load/hello \
		$(BUILD)/tests/load/search
	@BUILD=$(BUILD) node tests/load/bench.mjs

torture: ## N=200 times kill -9 of the sync, 50 of MariaDB, every fault
	@nginx/local/packages.sh test
	@$(MAKE) --no-print-directory -s all
	@set -e; for t in tests/faults/*.test.mjs; do \
		BUILD=$(BUILD) N=$(or $(N),200) DATABASE_N=$(or $(DATABASE_N),50) \
		FAULTS=all node $$t; done
	@BUILD=$(BUILD) RACES=100 node tests/integration/lease.test.mjs

fuzz: ## each fuzzer for FUZZ_SECONDS (20)
	@nginx/local/packages.sh test
	@BUILD=$(BUILD) tests/fuzz/run.sh

# The local instance: nginx/local/instance.sh tells what else it takes from
# the environment.
INSTANCE = PORT=$(PORT) RUN=$(RUN) BUILD=$(BUILD) nginx/local/instance.sh

.PHONY: run start stop install
run: ## install what is missing, build, start, sync, stay until Ctrl-C
	@nginx/local/packages.sh run
	@$(MAKE) --no-print-directory -s all
	@exec env $(INSTANCE) run

start: ## the same in the background; returns when the pages answer
	@nginx/local/packages.sh run
	@$(MAKE) --no-print-directory -s all
	@$(INSTANCE) start

stop: ## end what start began
	@$(INSTANCE) stop

# What is installed is built for its prefix, apart from what runs from here.
install: ## install under DESTDIR and PREFIX; enables nothing
	@$(MAKE) --no-print-directory -s all BUILD=$(BUILD)/install SAN=
	@BUILD=$(BUILD)/install DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) \
		cgi-bin/systemd/install.sh

.SECONDARY:
-include $(wildcard $(BUILD)/obj/*/*.d $(BUILD)/obj/*/*/*.d)
