-- What a call failed by, as it was judged: too many rings, nobody there, or no standard greeting. Manual 2.2.2-1.
alter table service.call add column failed_for text[] not null default '{}'
  constraint failed_by_what_is_judged check (failed_for <@ array['tooManyRings', 'notAnswered', 'noGreeting']);
update service.call set failed_for =
  case when not is_answered then array['notAnswered']
       when had_greeting is false and rings <= 3 then array['noGreeting']
       when had_greeting is false then array['tooManyRings', 'noGreeting']
       else array['tooManyRings'] end
  where verdict = 'failed';
