package org.clipmeter.files;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A cryptographic hash of bytes, in lower-case hexadecimal. One that is given piece by piece is for one thread. */
public final class Hash {
    private final MessageDigest digest;

    private Hash(String algorithm) {
        try {
            this.digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    /** The SHA-256 of the bytes that are added to it. */
    public static Hash sha256() {
        return new Hash("SHA-256");
    }

    /** The SHA-1 of the bytes that are added to it, for names that git gives; it does not protect from forgery. */
    public static Hash sha1() {
        return new Hash("SHA-1");
    }

    /** The SHA-256 of some bytes. */
    public static String sha256(byte[] bytes) {
        return sha256().add(bytes).hex();
    }

    /** The SHA-256 of a text in UTF-8. */
    public static String sha256(String text) {
        return sha256().add(text).hex();
    }

    /** Adds all bytes of an array. */
    public Hash add(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** Adds a part of an array. */
    public Hash add(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
        return this;
    }

    /** Adds the remaining bytes of a buffer, which then has none. */
    public Hash add(ByteBuffer bytes) {
        digest.update(bytes);
        return this;
    }

    /** Adds a text in UTF-8. */
    public Hash add(String text) {
        return add(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of everything that was added. Starts again with nothing. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
