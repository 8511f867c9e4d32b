package dev.ezworks.server.account;

class InMemoryAccountStoreTest implements AccountStoreContract {
    private final InMemoryAccountStore testee = new InMemoryAccountStore();

    @Override
    public AccountStore testee() {
        return testee;
    }
}
