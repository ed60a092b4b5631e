-- wrk asks for the paths of the file PATHS, one after the other.
local requests = {}
local at = 0

function init() -- only now the Host header is known
   for line in io.lines(os.getenv("PATHS")) do
      requests[#requests + 1] = wrk.format("GET", line)
   end
end

function request()
   at = at % #requests + 1
   return requests[at]
end
