package org.clipmeter.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.LocalFile;
import org.clipmeter.net.NetException;

/**
 * What the cache that is shared with Python holds. Only this machine is asked, and nothing is changed.
 *
 * @param folder the cache
 * @param revisions the commits of all repositories of models, by the repositories' ids
 * @param otherRepositories how many repositories hold data sets or something else
 * @param troubles what could not be listed, one line each
 */
public record CachedRepos(Path folder, List<Revision> revisions, int otherRepositories, List<String> troubles) {
    private static final String MODELS = "models--";
    private static final int LARGEST_REF = 4096;
    private static final int LONGEST_NAME = 100;

    /** The listing, with its lists copied. */
    public CachedRepos {
        revisions = List.copyOf(revisions);
        troubles = List.copyOf(troubles);
    }

    /**
     * One commit of a repository.
     *
     * @param repository its id
     * @param commit 40 hexadecimal digits
     * @param names the branches and tags that stood for this commit when the Hub was last asked, sorted
     * @param folder its files
     * @param bytes the size of its files; revisions of a repository may share some of them
     * @param lost how many of its files are links to content that does not exist any longer
     */
    public record Revision(String repository, String commit, List<String> names, Path folder, long bytes, int lost) {
        /** The revision, with its names copied. */
        public Revision {
            names = List.copyOf(names);
        }

        /** Whether it has a file, completely. */
        public boolean has(String path) {
            return Files.isRegularFile(folder.resolve(path));
        }

        /**
         * What a model of CLIP lacks to be complete, in Hugging Face format or, if only that has a configuration, in the
         * format of open_clip; empty if nothing is missing.
         *
         * @throws NetException if a list of its files can't be read
         */
        public Optional<String> missing() throws NetException {
            ModelFiles files = has(ModelFiles.WHOLE.first()) || !has(ModelFiles.OPEN_CLIP.first())
                    ? ModelFiles.WHOLE
                    : ModelFiles.OPEN_CLIP;
            Optional<String> missing = files.missing(this::find);
            boolean both = missing.isPresent() && has(ModelFiles.OPEN_CLIP.first());
            return both ? ModelFiles.OPEN_CLIP.missing(this::find) : missing;
        }

        /**
         * What it lacks if its settings for images and its tokenizer come from elsewhere; empty if nothing is missing.
         *
         * @throws NetException if a list of its files can't be read
         */
        public Optional<String> missingWeights() throws NetException {
            return ModelFiles.NETWORK.missing(this::find);
        }

        private Optional<Path> find(String path) {
            return has(path) ? Optional.of(folder.resolve(path)) : Optional.empty();
        }
    }

    /** Lists a cache; what can't be read is among the troubles. */
    public static CachedRepos of(HubSettings settings) {
        Path folder = settings.cacheDir();
        List<Revision> revisions = new ArrayList<>();
        List<String> troubles = new ArrayList<>();
        int others = 0;
        if (!Files.exists(folder)) {
            troubles.add(folder + " does not exist: nothing is cached");
            return new CachedRepos(folder, List.of(), 0, troubles);
        }
        for (Path repository : sorted(folder, troubles)) {
            String name = String.valueOf(repository.getFileName());
            if (name.startsWith(MODELS)) {
                revisions.addAll(model(repository, name.substring(MODELS.length()), troubles));
            } else if (name.contains("--")) {
                others++;
            }
        }
        return new CachedRepos(folder, revisions, others, troubles);
    }

    private static List<Revision> model(Path repository, String name, List<String> troubles) {
        String id = name.replace("--", "/");
        try {
            HubRepo.model(id);
        } catch (InvalidRequestException e) {
            troubles.add(MODELS + OneLine.name(name, LONGEST_NAME) + " is not named after a repository of the Hub");
            return List.of();
        }
        Path snapshots = repository.resolve("snapshots");
        if (!Files.isDirectory(snapshots)) {
            troubles.add(id + " has no folder " + snapshots + ": no file of it was downloaded completely");
            return List.of();
        }
        Map<String, TreeSet<String>> names = names(repository.resolve("refs"));
        List<Revision> revisions = new ArrayList<>();
        for (Path snapshot : sorted(snapshots, troubles)) {
            String commit = String.valueOf(snapshot.getFileName());
            if (!SafeNames.isCommit(commit) || !Files.isDirectory(snapshot)) {
                troubles.add(id + ": " + OneLine.name(commit, LONGEST_NAME) + " in " + snapshots
                        + " is not the folder of a commit, which has 40 hexadecimal digits");
                continue;
            }
            Size size = new Size();
            try {
                Files.walkFileTree(snapshot, size);
            } catch (IOException e) {
                troubles.add(id + ": " + snapshot + " can't be read (" + e + ")");
                continue;
            }
            revisions.add(new Revision(
                    id,
                    commit,
                    List.copyOf(names.getOrDefault(commit, new TreeSet<>())),
                    snapshot,
                    size.files.values().stream().mapToLong(Long::longValue).sum(),
                    size.lost));
        }
        if (revisions.isEmpty()) {
            troubles.add(id + " has no revision that can be listed");
        }
        return revisions;
    }

    /** The branches and tags of each commit. What can't be read has no name. */
    private static Map<String, TreeSet<String>> names(Path refs) {
        Map<String, TreeSet<String>> names = new HashMap<>();
        SimpleFileVisitor<Path> reader = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                try {
                    String commit = new String(LocalFile.read(file, LARGEST_REF), StandardCharsets.UTF_8).strip();
                    String name = refs.relativize(file).toString().replace('\\', '/');
                    names.computeIfAbsent(commit, none -> new TreeSet<>()).add(name);
                } catch (IOException e) {
                    return FileVisitResult.CONTINUE;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(refs, reader);
        } catch (IOException e) {
            return names;
        }
        return names;
    }

    private static List<Path> sorted(Path folder, List<String> troubles) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            found.forEach(children::add);
        } catch (IOException e) {
            troubles.add(folder + " can't be read (" + e + ")");
        } catch (DirectoryIteratorException e) {
            troubles.add(folder + " can't be read (" + e.getCause() + ")");
        }
        children.sort(null);
        return children;
    }

    /** Adds up the contents of a snapshot's files, each content once. */
    private static final class Size extends SimpleFileVisitor<Path> {
        private final Map<Path, Long> files = new TreeMap<>();
        private int lost;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            try {
                Path content = file.toRealPath();
                files.put(content, Files.size(content));
            } catch (IOException e) {
                lost++;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            lost++;
            return FileVisitResult.CONTINUE;
        }
    }
}
