-- A profile as SQL knows it, unless Redis already holds a later one (a turn may have gone ahead of the store).
-- KEYS  profile    ARGV  rev, record
local current = redis.call('GET', KEYS[1])
if current then
  local rev = string.match(current, '^(%d+)\n')
  if tonumber(rev) > tonumber(ARGV[1]) then return 0 end
end
redis.call('SET', KEYS[1], ARGV[2])
return 1
