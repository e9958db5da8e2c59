"""Which notices a change plans; they are rung by `scheduler.notices`."""
