package dev.ezworks.server.uploads;

class InMemoryUploadStoreTest implements UploadStoreContract {
    private final InMemoryUploadStore testee = new InMemoryUploadStore();

    @Override
    public UploadStore testee() {
        return testee;
    }
}
