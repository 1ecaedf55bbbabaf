-- Of all accounts, few operate the instance and few wait for a new address.
CREATE INDEX accounts_that_operate ON accounts (operator) WHERE operator = true;
CREATE INDEX accounts_by_pending_email ON accounts (pending_email_until) WHERE pending_email_until IS NOT NULL;
