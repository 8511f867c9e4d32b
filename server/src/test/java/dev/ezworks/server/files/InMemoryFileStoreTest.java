package dev.ezworks.server.files;

class InMemoryFileStoreTest implements FileStoreContract, PublishSeveralContract {
    private final InMemoryFileStore testee = new InMemoryFileStore();

    @Override
    public FileStore testee() {
        return testee;
    }
}
