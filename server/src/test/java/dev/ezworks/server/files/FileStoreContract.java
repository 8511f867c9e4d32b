package dev.ezworks.server.files;

/**
 * What {@link FileStore} promises, to be run against every adapter, each test with a fresh store. An adapter adds
 * {@link PublishSeveralContract} if its store can change several files in one step, else
 * {@link PublishOneAtATimeContract}.
 */
public interface FileStoreContract
        extends PublishContract,
                PreconditionContract,
                ListContract,
                RemoveContract,
                RetiredContentContract,
                DamageContract,
                TagContract,
                SummaryContract {}
