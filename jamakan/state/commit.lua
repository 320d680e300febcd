-- One turn, all or nothing. It compares the contact's version, writes the contact, what was answered and (if it
-- changed) the profile, appends the events, and says whether the store worker must be woken. With nothing handled or
-- no entry, that part is left out.
--
-- KEYS  contact, handled, profile, events, wake flag
-- ARGV  expected version ("" = no record), turn key, contact record, handled record, its seconds,
--       profile rev, profile record ("" = unchanged), entry ("" = none), wake flag's milliseconds,
--       contact record's seconds
-- Returns {"stale" | "already" | "done", 1 when the wake-up is due}
local function head(value)
  if not value then return '', '' end
  return string.match(value, '^(%d+)\n([^\n]*)\n')
end

local function wake()
  if redis.call('SET', KEYS[5], '1', 'NX', 'PX', ARGV[9]) then return 1 end
  return 0
end

local version, turn = head(redis.call('GET', KEYS[1]))
if turn == ARGV[2] then return {'already', wake()} end
if version ~= ARGV[1] then return {'stale', 0} end

redis.call('SET', KEYS[1], ARGV[3], 'EX', ARGV[10])
if ARGV[4] ~= '' then redis.call('SET', KEYS[2], ARGV[4], 'EX', ARGV[5]) end
if ARGV[7] ~= '' then
  local rev = head(redis.call('GET', KEYS[3]))
  if rev == '' or tonumber(rev) <= tonumber(ARGV[6]) then redis.call('SET', KEYS[3], ARGV[7]) end
end
if ARGV[8] == '' then return {'done', 0} end
redis.call('XADD', KEYS[4], '*', 'e', ARGV[8])
return {'done', wake()}
