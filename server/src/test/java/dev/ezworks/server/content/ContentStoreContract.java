package dev.ezworks.server.content;

/**
 * What {@link ContentStore} promises, to be run against every adapter: a test class implements this with its store and
 * the clock the store runs on, a fresh store for each test.
 */
public interface ContentStoreContract
        extends CreateContentContract,
                ClaimContentContract,
                AppendContentContract,
                InterruptedAppendContract,
                SyncContentContract,
                TruncateContentContract,
                ReadUnfinishedContentContract,
                SealContentContract,
                ReadContentContract,
                DeleteContentContract,
                LeaseContentContract {}
