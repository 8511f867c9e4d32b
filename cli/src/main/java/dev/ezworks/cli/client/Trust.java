package dev.ezworks.cli.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whose certificates are accepted. */
final class Trust {
    private Trust() {}

    /**
     * The TLS context for a server.
     *
     * @param authorities a PEM file with the only certificates to trust; null: those the JDK trusts
     */
    static SSLContext contextFor(ServerUrl server, @Nullable Path authorities) {
        try {
            if (!server.encrypted()) {
                return new NoTls();
            }
            return authorities == null ? SSLContext.getDefault() : trusting(authorities);
        } catch (GeneralSecurityException | IOException e) {
            throw new ServerNotTrustedException("cannot read the certificates in " + authorities, e);
        }
    }

    private static SSLContext trusting(Path pem) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int index = 0;
        for (Certificate certificate : certificates(pem)) {
            store.setCertificateEntry(Integer.toString(index++), certificate);
        }
        if (index == 0) {
            throw new IOException("no certificate in " + pem);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[0], factory.getTrustManagers(), null);
        return context;
    }

    private static Collection<? extends Certificate> certificates(Path pem)
            throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }
}
