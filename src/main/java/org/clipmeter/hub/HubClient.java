package org.clipmeter.hub;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.net.Http;
import org.clipmeter.net.NetException;
import org.clipmeter.net.Retry;
import org.jspecify.annotations.Nullable;

/**
 * Files of the Hugging Face Hub, from the cache shared with Python or from the network.
 *
 * <p>Every file is checked against its hash before it becomes visible in the cache. Calls work on the calling thread,
 * may run in several threads and processes at once, and end within a second of an interrupt.
 */
public final class HubClient {
    private static final String MAIN = "main";

    private final HubSettings settings;
    private final Http http;
    private final Retry retry;
    private final RepoCache.Links links;

    public HubClient(HubSettings settings) {
        this(settings, Retry.USUAL);
    }

    HubClient(HubSettings settings, Retry retry) {
        this.settings = settings;
        this.http = new Http(settings.http());
        this.retry = retry;
        this.links = settings.symbolicLinks() ? RepoCache.Links.SYMBOLIC : RepoCache.Links.MOVES;
    }

    /**
     * One file at a revision, from the cache or the network. If the Hub can't be reached, the cached file is returned
     * with a warning.
     *
     * @throws NetException if the file can't be obtained; its kind states why
     */
    public HubFile file(HubRepo repo, String revision, String path, DownloadListener listener) throws NetException {
        SafeNames.check("file name", path);
        SafeNames.check("revision", revision);
        Optional<HubFile> cached = cached(repo, revision, path);
        if (settings.offline()) {
            return cached.orElseThrow(() -> notCached(repo, revision, path));
        }
        try {
            HubFile file = fetch(repo, revision, path, listener, cached.isPresent() ? retry.hasty() : retry);
            cache(repo).writeRef(revision, file.commit());
            return file;
        } catch (NetException e) {
            HubFile old = fallback(cached, e);
            return new HubFile(old.path(), old.commit(), true, List.of(warning(repo, old.commit(), e)));
        }
    }

    /**
     * The cached file, without any network access; empty if it is not cached or the path is not a valid name in the
     * cache.
     */
    public Optional<HubFile> cached(HubRepo repo, String revision, String path) {
        try {
            SafeNames.check("file name", path);
            SafeNames.check("revision", revision);
        } catch (NetException e) {
            return Optional.empty();
        }
        RepoCache cache = cache(repo);
        return cache.commit(revision)
                .flatMap(commit -> cache.find(commit, path).map(found -> new HubFile(found, commit, true, List.of())));
    }

    /**
     * The names of all files of a repository at a revision, sorted. If the Hub can't be reached or may not be, those that the
     * cache holds of the commit that the revision stood for.
     *
     * @throws NetException if neither the Hub nor the cache names a file; its kind states why
     */
    public List<String> fileNames(HubRepo repo, String revision) throws NetException {
        SafeNames.check("revision", revision);
        RepoCache cache = cache(repo);
        Optional<List<String>> cached = cache.commit(revision).map(cache::names).filter(names -> !names.isEmpty());
        if (settings.offline()) {
            return cached.orElseThrow(() -> notCached(repo, revision, "any file"));
        }
        URI address = URI.create(settings.endpoint() + "/api/" + repo.apiPath() + "/revision/" + encoded(revision));
        try {
            Retry questions = cached.isPresent() ? retry.hasty() : retry;
            return questions.run(
                    repo.id(), () -> new RepoNames(http, settings.etagTimeout()).of(address, repo, revision));
        } catch (NetException e) {
            return fallback(cached, e);
        }
    }

    /**
     * All files that a CLIP model needs, at one commit: configuration, both files of the image processor, all files of
     * the tokenizer, and the weights as {@code model.safetensors}, else sharded, else {@code pytorch_model.bin}, else
     * sharded. If the repository does not have these files, those of open_clip.
     *
     * @param revision a branch, tag or commit; null means {@code main}
     * @throws NetException if a file can't be obtained and no earlier commit is completely cached
     */
    public HubSnapshot model(String id, @Nullable String revision, DownloadListener listener) throws NetException {
        HubRepo repo = repo(id);
        String at = revision == null ? MAIN : revision;
        SafeNames.check("revision", at);
        try {
            return snapshot(repo, at, ModelFiles.WHOLE, listener);
        } catch (NetException e) {
            boolean otherForm =
                    e.reason() == NetException.Reason.ENTRY_NOT_FOUND || e.reason() == NetException.Reason.OFFLINE;
            if (!otherForm || !has(repo, at, ModelFiles.OPEN_CLIP.first(), listener)) {
                throw e;
            }
            return snapshot(repo, at, ModelFiles.OPEN_CLIP, listener);
        }
    }

    /** The configuration and the weights of a model in Hugging Face format, without its other files; see {@link #model}. */
    public HubSnapshot weights(String id, @Nullable String revision, DownloadListener listener) throws NetException {
        String at = revision == null ? MAIN : revision;
        SafeNames.check("revision", at);
        return snapshot(repo(id), at, ModelFiles.NETWORK, listener);
    }

    /** The settings for images and the tokenizer of a model in Hugging Face format, at one commit; see {@link #model}. */
    public HubSnapshot preparation(String id, DownloadListener listener) throws NetException {
        return snapshot(repo(id), MAIN, ModelFiles.PREPARATION, listener);
    }

    /** The tokenizer of a model in Hugging Face format, at one commit; see {@link #model}. */
    public HubSnapshot tokenizer(String id, DownloadListener listener) throws NetException {
        return snapshot(repo(id), MAIN, ModelFiles.TOKENIZER, listener);
    }

    private boolean has(HubRepo repo, String revision, String path, DownloadListener listener) {
        try {
            file(repo, revision, path, listener);
            return true;
        } catch (NetException e) {
            return false;
        }
    }

    private HubSnapshot snapshot(HubRepo repo, String at, ModelFiles files, DownloadListener listener)
            throws NetException {
        Optional<HubSnapshot> cached = cachedModel(repo, at, files);
        if (settings.offline()) {
            return cached.orElseThrow(() -> notCached(repo, at, files.title()));
        }
        if (cached.isPresent() && SafeNames.isCommit(at) && allKnown(cache(repo), at)) {
            return cached.get();
        }
        try {
            HubFile config = fetch(repo, at, files.first(), listener, cached.isPresent() ? retry.hasty() : retry);
            String commit = config.commit();
            Optional<String> missing = files.missing(path -> optional(repo, commit, path, listener));
            if (missing.isPresent()) {
                throw new NetException(
                        NetException.Reason.ENTRY_NOT_FOUND,
                        repo.id() + " at " + at + " (commit " + commit + ") lacks " + missing.get() + "; expected "
                                + files.expected() + "; choose another repository");
            }
            cache(repo).writeRef(at, commit);
            return new HubSnapshot(cache(repo).snapshot(commit), repo.id(), at, commit, List.of());
        } catch (NetException e) {
            HubSnapshot old = fallback(cached, e);
            return new HubSnapshot(old.folder(), repo.id(), at, old.commit(), List.of(warning(repo, old.commit(), e)));
        }
    }

    /** Whether {@link #model} at {@code main} needs no network, because all its files are in the cache. */
    public boolean isCached(String id) {
        return isCached(id, ModelFiles.WHOLE) || isCached(id, ModelFiles.OPEN_CLIP);
    }

    /** Whether {@link #weights} at {@code main} needs no network. */
    public boolean hasWeights(String id) {
        return isCached(id, ModelFiles.NETWORK);
    }

    private boolean isCached(String id, ModelFiles files) {
        try {
            return cachedModel(repo(id), MAIN, files).isPresent();
        } catch (NetException e) {
            return false;
        }
    }

    private Optional<HubSnapshot> cachedModel(HubRepo repo, String revision, ModelFiles files) throws NetException {
        RepoCache cache = cache(repo);
        Optional<String> commit = cache.commit(revision);
        if (commit.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<String> missing = files.missing(path -> cache.find(commit.get(), path));
            return missing.isPresent()
                    ? Optional.empty()
                    : Optional.of(new HubSnapshot(
                            cache.snapshot(commit.get()), repo.id(), revision, commit.get(), List.of()));
        } catch (NetException e) {
            return Optional.empty();
        }
    }

    /** False if another program cached the commit without asking for every file. */
    private static boolean allKnown(RepoCache cache, String commit) {
        return ModelFiles.allKnown(path -> cache.find(commit, path).isPresent() || cache.knownAbsent(commit, path));
    }

    private Optional<Path> optional(HubRepo repo, String commit, String path, DownloadListener listener)
            throws NetException {
        try {
            return Optional.of(fetch(repo, commit, path, listener, retry).path());
        } catch (NetException e) {
            if (e.reason() == NetException.Reason.ENTRY_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private HubFile fetch(HubRepo repo, String revision, String path, DownloadListener listener, Retry questions)
            throws NetException {
        RepoCache cache = cache(repo);
        String what = repo.id() + "/" + path;
        if (SafeNames.isCommit(revision)) {
            Optional<Path> found = cache.find(revision, path);
            if (found.isPresent()) {
                return new HubFile(found.get(), revision, true, List.of());
            }
            if (cache.knownAbsent(revision, path)) {
                throw new NetException(
                        NetException.Reason.ENTRY_NOT_FOUND,
                        repo.id() + " has no file \"" + path + "\" at commit " + revision + "; choose another file");
            }
        }
        FileMetadata metadata = questions.run(what, () -> metadata(cache, repo, revision, path));
        String commit = metadata.commit();
        if (SafeNames.isCommit(revision) && !commit.equals(revision)) {
            throw new NetException(
                    NetException.Reason.REFUSED,
                    what + ": the server answered with commit " + commit + ", expected " + revision
                            + "; nothing was written; check HF_ENDPOINT");
        }
        Optional<Path> found = present(cache, metadata, path);
        if (found.isPresent()) {
            return new HubFile(found.get(), commit, true, List.of());
        }
        cache.prepare();
        return DownloadLock.during(cache.lock(metadata.etag()), what, () -> {
            Optional<Path> since = present(cache, metadata, path);
            return since.isPresent()
                    ? new HubFile(since.get(), commit, true, List.of())
                    : new HubFile(download(cache, repo, metadata, path, listener), commit, false, List.of());
        });
    }

    private static Optional<Path> present(RepoCache cache, FileMetadata metadata, String path) throws NetException {
        Optional<Path> found = cache.find(metadata.commit(), path);
        return found.isPresent() ? found : cache.share(metadata.etag(), metadata.commit(), path);
    }

    private FileMetadata metadata(RepoCache cache, HubRepo repo, String revision, String path) throws NetException {
        URI uri = resolve(repo, revision, path);
        try (Http.Answer answer =
                http.send("HEAD", uri, Map.of(), true, Http.Follow.SAME_ORIGIN, settings.etagTimeout())) {
            if (answer.status() / 100 == 2 || answer.status() / 100 == 3) {
                return FileMetadata.of(answer, repo.id() + "/" + path);
            }
            NetException failure = HubFailures.of(answer, repo, revision, path);
            if (failure.reason() == NetException.Reason.ENTRY_NOT_FOUND) {
                answer.header("X-Repo-Commit")
                        .filter(SafeNames::isCommit)
                        .ifPresent(commit -> cache.markAbsent(commit, path));
            }
            throw failure;
        }
    }

    private Path download(RepoCache cache, HubRepo repo, FileMetadata metadata, String path, DownloadListener listener)
            throws NetException {
        URI uri = resolve(repo, metadata.commit(), path);
        String what = repo.id() + "/" + path;
        Path temporary = cache.temporary(metadata.etag());
        DownloadListener named = (file, done, total) -> listener.progress(path, done, total);
        try {
            new Transfer(what, uri, metadata.size(), settings.downloadTimeout(), retry, named)
                    .into(temporary, range -> {
                        Http.Answer answer =
                                http.send("GET", uri, range, true, Http.Follow.ANYWHERE, settings.downloadTimeout());
                        if (answer.status() != 200 && answer.status() != 206 && answer.status() != 416) {
                            answer.close();
                            throw HubFailures.of(answer, repo, metadata.commit(), path);
                        }
                        return answer;
                    });
            Transfer.verify(temporary, metadata.etag(), what);
            return cache.publish(temporary, metadata.etag(), metadata.commit(), path);
        } finally {
            RepoCache.deleteQuietly(temporary);
        }
    }

    private URI resolve(HubRepo repo, String revision, String path) {
        String parts = Arrays.stream(path.split("/")).map(HubClient::encoded).collect(Collectors.joining("/"));
        return URI.create(settings.endpoint() + "/" + repo.urlPath() + "/resolve/" + encoded(revision) + "/" + parts);
    }

    private static String encoded(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private RepoCache cache(HubRepo repo) {
        return new RepoCache(settings.cacheDir(), repo, links);
    }

    private static HubRepo repo(String id) throws NetException {
        try {
            return HubRepo.model(id);
        } catch (InvalidRequestException e) {
            throw new NetException(NetException.Reason.INVALID_ID, e.getMessage(), e);
        }
    }

    private static <T> T fallback(Optional<T> cached, NetException failure) throws NetException {
        if (!failure.passing() || cached.isEmpty()) {
            throw failure;
        }
        return cached.get();
    }

    private static String warning(HubRepo repo, String commit, NetException failure) {
        return OneLine.of(repo.id() + ": using the cached commit " + commit + "; a newer one was not looked for: "
                + failure.getMessage());
    }

    private NetException notCached(HubRepo repo, String revision, String what) {
        return new NetException(
                NetException.Reason.OFFLINE,
                "HF_HUB_OFFLINE is set and " + what + " of " + repo.id() + " at " + revision + " is not in the cache "
                        + settings.cacheDir()
                        + "; unset HF_HUB_OFFLINE once to download it, or let HF_HUB_CACHE name the cache that has it");
    }
}
