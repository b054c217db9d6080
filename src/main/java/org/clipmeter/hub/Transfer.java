package org.clipmeter.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.files.Hash;
import org.clipmeter.net.BodyQueue;
import org.clipmeter.net.Http;
import org.clipmeter.net.NetException;
import org.clipmeter.net.Retry;
import org.jspecify.annotations.Nullable;

/**
 * Downloads one file into a temporary file: resumed if the connection drops, limited in size, then checked by its hash.
 */
final class Transfer {
    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");
    private static final Duration BETWEEN_REPORTS = Duration.ofMillis(100);

    /** Requests the file from a byte offset on; the headers are those of the Range. */
    @FunctionalInterface
    interface Opener {
        Http.Answer open(Map<String, String> rangeHeaders) throws NetException;
    }

    private final String name;
    private final URI source;
    private final long size;
    private final Duration idle;
    private final Retry retry;
    private final DownloadListener listener;
    private @Nullable String validator;
    private long nextReport;

    /**
     * @param name the file's name in messages and for the listener
     * @param size the number of bytes announced
     */
    Transfer(String name, URI source, long size, Duration idle, Retry retry, DownloadListener listener) {
        this.name = name;
        this.source = source;
        this.size = size;
        this.idle = idle;
        this.retry = retry;
        this.listener = listener;
    }

    /** Fills the temporary file with exactly the announced bytes. */
    void into(Path temporary, Opener opener) throws NetException {
        checkSpace(temporary);
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long furthest = 0;
            int failures = 0;
            for (NetException failure = attempt(out, opener); failure != null; failure = attempt(out, opener)) {
                failures = out.position() > furthest ? 1 : failures + 1;
                furthest = Math.max(furthest, out.position());
                retry.pauseOrGiveUp(name, failure, failures);
            }
            out.force(true);
        } catch (ClosedByInterruptException e) {
            throw NetException.interrupted(name);
        } catch (NetException e) {
            throw e;
        } catch (IOException e) {
            throw isFull(e) ? full(temporary.getParent(), e) : unwritten(temporary, e);
        }
        listener.progress(name, size, size);
    }

    /** Makes one request. Returns null if all bytes are there, else the failure that ended it early. */
    private @Nullable NetException attempt(FileChannel out, Opener opener) throws IOException {
        try (Http.Answer answer = opener.open(rangeFrom(out.position()))) {
            if (answer.status() == 416 || (answer.status() == 206 && !continues(answer, out.position()))) {
                out.truncate(0);
                return again("the server did not continue where the download had stopped");
            }
            if (answer.status() == 200) {
                out.truncate(0);
            }
            long announced = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
            if (announced >= 0 && out.position() + announced != size) {
                throw wrongSize(Long.toString(out.position() + announced));
            }
            validator = answer.header("ETag").filter(e -> e.startsWith("\"")).orElse(null);
            return receive(answer.body(), out);
        } catch (NetException e) {
            if (e.passing()) {
                return e;
            }
            throw e;
        }
    }

    private @Nullable NetException receive(BodyQueue body, FileChannel out) throws IOException {
        try {
            while (true) {
                List<ByteBuffer> buffers = body.next(idle);
                if (buffers == null) {
                    return out.position() == size ? null : again("the download ended too early");
                }
                for (ByteBuffer buffer : buffers) {
                    if (out.position() + buffer.remaining() > size) {
                        throw wrongSize("more than " + size);
                    }
                    while (buffer.hasRemaining()) {
                        out.write(buffer);
                    }
                }
                report(out.position());
            }
        } catch (InterruptedException e) {
            throw NetException.interrupted(name);
        } catch (HttpTimeoutException e) {
            return again("stalled, " + e.getMessage());
        } catch (ClosedByInterruptException | NetException e) {
            throw e;
        } catch (IOException e) {
            if (isFull(e)) {
                throw e;
            }
            return again(String.valueOf(e.getMessage()));
        }
    }

    private Map<String, String> rangeFrom(long position) {
        if (position == 0) {
            return Map.of();
        }
        Map<String, String> headers = new HashMap<>();
        headers.put("Range", "bytes=" + position + "-");
        if (validator != null) {
            headers.put("If-Range", validator);
        }
        return headers;
    }

    private boolean continues(Http.Answer answer, long position) {
        Matcher range = RANGE.matcher(answer.header("Content-Range").orElse(""));
        return range.matches()
                && Long.parseLong(range.group(1)) == position
                && (range.group(2).equals("*") || Long.parseLong(range.group(2)) == size);
    }

    private NetException again(String reason) {
        return new NetException(
                NetException.Reason.NETWORK,
                name + ", from " + source.getHost() + ": " + reason + " (expected " + size
                        + " bytes); nothing was added to the cache; try again");
    }

    private NetException wrongSize(String found) {
        return new NetException(
                NetException.Reason.CORRUPT,
                name + ": the server sent " + found + " bytes, expected " + size
                        + "; nothing was added to the cache; try again later, or check HF_ENDPOINT");
    }

    private void report(long done) {
        long now = System.nanoTime();
        if (now - nextReport >= 0) {
            nextReport = now + BETWEEN_REPORTS.toNanos();
            listener.progress(name, done, size);
        }
    }

    private void checkSpace(Path temporary) throws NetException {
        Path folder = temporary.getParent();
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free > 0 && free < size) {
                throw new NetException(
                        NetException.Reason.DISK_FULL,
                        name + " needs " + size + " bytes, " + folder + " has " + free
                                + " bytes free; nothing was written; free some space, or set HF_HUB_CACHE to a folder on another disk");
            }
        } catch (NetException e) {
            throw e;
        } catch (IOException e) {
            // If the file system does not report its free space, the download continues until the disk is full.
        }
    }

    /**
     * Checks the bytes on the disk against the hash in their name: 64 digits are their sha256, 40 digits git's sha1 of
     * them as a blob.
     *
     * @throws NetException CORRUPT if they differ
     */
    static void verify(Path file, String etag, String name) throws NetException {
        boolean git = etag.length() == 40;
        String found;
        try {
            Hash hash =
                    git ? Hash.sha1().add(String.format(Locale.ROOT, "blob %d\0", Files.size(file))) : Hash.sha256();
            found = hash(file, hash, name);
        } catch (NetException e) {
            throw e;
        } catch (IOException e) {
            throw unwritten(file, e);
        }
        if (!found.equals(etag)) {
            throw new NetException(
                    NetException.Reason.CORRUPT,
                    name + ": the bytes have the hash " + found + ", expected " + etag
                            + "; nothing was added to the cache; try again, or check HF_ENDPOINT and the proxies");
        }
    }

    private static String hash(Path file, Hash hash, String name) throws IOException {
        byte[] block = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                hash.add(block, 0, n);
                if (Thread.currentThread().isInterrupted()) {
                    throw NetException.interrupted(name);
                }
            }
        }
        return hash.hex();
    }

    static boolean isFull(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("not enough space") || message.contains("quota");
    }

    static NetException full(@Nullable Path folder, IOException cause) {
        return new NetException(
                NetException.Reason.DISK_FULL,
                "the disk of " + folder + " is full (" + cause.getMessage()
                        + "); the temporary file was removed; free some space, or set HF_HUB_CACHE to a folder on another disk",
                cause);
    }

    private static NetException unwritten(Path file, IOException cause) {
        return new NetException(
                NetException.Reason.CACHE_READ_ONLY,
                file + " can't be written or read back (" + cause.getMessage()
                        + "); set HF_HUB_CACHE to a folder that you" + " can write to",
                cause);
    }
}
