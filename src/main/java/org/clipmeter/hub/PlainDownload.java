package org.clipmeter.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.Hash;
import org.clipmeter.net.Http;
import org.clipmeter.net.HttpFailures;
import org.clipmeter.net.NetException;
import org.clipmeter.net.Retry;
import org.jspecify.annotations.Nullable;

/** Downloads single files by http(s) address into our own cache folder, and again only if they have changed. */
public final class PlainDownload {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubSettings settings;
    private final Path folder;
    private final Http http;
    private final Retry retry;

    /** @param folder where the files are stored, such as {@link HubSettings#ownCacheDir()} */
    public PlainDownload(HubSettings settings, Path folder) {
        this(settings, folder, Retry.USUAL);
    }

    PlainDownload(HubSettings settings, Path folder, Retry retry) {
        this.settings = settings;
        this.folder = folder.toAbsolutePath();
        this.http = new Http(settings.http());
        this.retry = retry;
    }

    /**
     * The file at an address. Without the network, or with {@code HF_HUB_OFFLINE}, the cached file is returned with a
     * warning.
     *
     * @param mostBytes a longer file is refused
     * @throws NetException if the file can't be obtained; its kind states why
     */
    public PlainFile get(URI address, long mostBytes, DownloadListener listener) throws NetException {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        String path = String.valueOf(address.getPath());
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (!scheme.matches("https?") || address.getHost() == null || address.getUserInfo() != null) {
            throw new NetException(
                    NetException.Reason.REFUSED, "expected an address of the form https://host/path/file");
        }
        SafeNames.check("file name", name);
        Path home = folder.resolve(Hash.sha256(address.toString()).substring(0, 16));
        Path file = home.resolve(name);
        boolean cached = Files.isRegularFile(file);
        try {
            String etag = cached ? validator(file).orElse(null) : null;
            Retry patience = cached ? retry.hasty() : retry;
            boolean fresh = patience.run(name, () -> ask(address, file, etag, mostBytes, listener));
            return new PlainFile(file, !fresh, List.of());
        } catch (NetException e) {
            boolean unreachable = e.passing() || e.reason() == NetException.Reason.OFFLINE;
            if (!cached || !unreachable) {
                throw e;
            }
            String warning = name + ": using the cached copy; a newer one was not looked for: " + e.getMessage();
            return new PlainFile(file, true, List.of(OneLine.of(warning)));
        }
    }

    /** Asks the server for the file; true if new bytes arrived. */
    private boolean ask(URI address, Path file, @Nullable String etag, long mostBytes, DownloadListener listener)
            throws NetException {
        Map<String, String> condition = etag == null ? Map.of() : Map.of("If-None-Match", etag);
        try (Http.Answer answer =
                http.send("GET", address, condition, false, Http.Follow.ANYWHERE, settings.downloadTimeout())) {
            if (answer.status() == 304 && etag != null) {
                return false;
            }
            if (answer.status() != 200) {
                throw HttpFailures.of(answer, String.valueOf(file.getFileName()));
            }
            store(answer, file, mostBytes, listener);
            return true;
        }
    }

    private void store(Http.Answer answer, Path file, long mostBytes, DownloadListener listener) throws NetException {
        Path home = file.getParent();
        String name = String.valueOf(file.getFileName());
        Path temporary = home.resolve(name + "." + RepoCache.unique() + ".incomplete");
        try {
            Files.createDirectories(home);
            RepoCache.sweep(home);
            receive(answer, temporary, name, mostBytes, listener);
            String sha256 = Hash.sha256(Files.readAllBytes(temporary));
            RepoCache.moveOver(temporary, file);
            Map<String, String> note = Map.of("etag", answer.header("ETag").orElse(""), "sha256", sha256);
            Files.write(temporary, JSON.writeValueAsBytes(note));
            RepoCache.moveOver(temporary, note(file));
        } catch (NetException e) {
            throw e;
        } catch (ClosedByInterruptException e) {
            throw NetException.interrupted(name);
        } catch (IOException e) {
            if (Transfer.isFull(e)) {
                throw Transfer.full(home, e);
            }
            throw new NetException(
                    NetException.Reason.CACHE_READ_ONLY,
                    home + " can't be written (" + e.getMessage()
                            + "); set XDG_CACHE_HOME to a folder that you can write to",
                    e);
        } finally {
            RepoCache.deleteQuietly(temporary);
        }
    }

    private void receive(Http.Answer answer, Path temporary, String name, long mostBytes, DownloadListener listener)
            throws IOException {
        long total = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (total > mostBytes) {
            throw tooLong(name, Long.toString(total), mostBytes);
        }
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            List<ByteBuffer> buffers = next(answer, name);
            while (buffers != null) {
                for (ByteBuffer buffer : buffers) {
                    if (out.position() + buffer.remaining() > mostBytes) {
                        throw tooLong(name, "more than " + mostBytes, mostBytes);
                    }
                    while (buffer.hasRemaining()) {
                        out.write(buffer);
                    }
                }
                listener.progress(name, out.position(), total);
                buffers = next(answer, name);
            }
            out.force(true);
        }
    }

    private @Nullable List<ByteBuffer> next(Http.Answer answer, String name) throws IOException {
        try {
            return answer.body().next(settings.downloadTimeout());
        } catch (InterruptedException e) {
            throw NetException.interrupted(name);
        } catch (IOException e) {
            throw http.broken(answer.uri(), e);
        }
    }

    /** The stored ETag of exactly the cached bytes; empty if none was stored. */
    private static Optional<String> validator(Path file) {
        try {
            JsonNode note = JSON.readTree(note(file).toFile());
            String etag = note.path("etag").asText("");
            boolean same = note.path("sha256").asText("").equals(Hash.sha256(Files.readAllBytes(file)));
            return Optional.of(etag)
                    .filter(e -> same && !e.isEmpty() && e.chars().allMatch(c -> c >= ' ' && c < 127));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Path note(Path file) {
        return file.resolveSibling(file.getFileName() + ".etag.json");
    }

    private static NetException tooLong(String name, String found, long mostBytes) {
        return new NetException(
                NetException.Reason.REFUSED,
                name + " has " + found + " bytes, expected at most " + mostBytes
                        + "; it was not stored; check the address");
    }
}
