package dev.ezworks.e2e.harness;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that nobody knows, and a certificate for 127.0.0.1 by it, made with the JDK's keytool. */
public final class PrivateAuthority implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    private final Path folder = Scratch.folder("authority");

    private PrivateAuthority() {}

    /** Makes one, in a folder of its own. */
    public static PrivateAuthority create() {
        PrivateAuthority authority = new PrivateAuthority();
        try {
            authority.makeAuthority();
            authority.makeCertificate();
            authority.writeKey();
            return authority;
        } catch (IOException | GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The authority's own certificate, PEM. */
    public Path authorityCertificate() {
        return folder.resolve("ca.pem");
    }

    /** The server's certificate, PEM. */
    public Path certificate() {
        return folder.resolve("server.pem");
    }

    /** The server's private key, PKCS#8 PEM. */
    public Path key() {
        return folder.resolve("server.key");
    }

    /** A context that trusts this authority and no other. */
    public SSLContext trustingContext() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(authorityCertificate())) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** Removes its files. */
    @Override
    public void close() {
        Scratch.remove(folder);
    }

    private void makeAuthority() throws IOException, InterruptedException {
        keytool(
                "-genkeypair",
                "-alias",
                "ca",
                "-keystore",
                store("ca"),
                "-keyalg",
                "EC",
                "-dname",
                "CN=Private",
                "-ext",
                "bc:c=ca:true",
                "-ext",
                "ku:c=keyCertSign");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "ca",
                "-keystore",
                store("ca"),
                "-file",
                authorityCertificate().toString());
    }

    private void makeCertificate() throws IOException, InterruptedException {
        String request = folder.resolve("server.csr").toString();
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keystore",
                store("server"),
                "-keyalg",
                "EC",
                "-dname",
                "CN=server");
        keytool("-certreq", "-alias", "server", "-keystore", store("server"), "-file", request);
        keytool(
                "-gencert",
                "-rfc",
                "-alias",
                "ca",
                "-keystore",
                store("ca"),
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-infile",
                request,
                "-outfile",
                certificate().toString());
    }

    private void writeKey() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(Path.of(store("server")))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Key key = keys.getKey("server", PASSWORD.toCharArray());
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        Files.writeString(key(), "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n");
    }

    private String store(String name) {
        return folder.resolve(name + ".p12").toString();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said);
        }
    }
}
