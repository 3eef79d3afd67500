-- Until when a lane is paused (null: until it is told to go on), until when it is open in spite of its target's windows, and why.
alter table lane
    add column paused_until timestamptz,
    add column opened_until timestamptz,
    add column why          text not null default '';
