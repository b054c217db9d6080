package org.clipmeter.notebook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipmeter.Tifa;
import org.clipmeter.files.LocalFile;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.command.CommandContext;
import org.clipmeter.notebook.command.Commands;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.NoCell;
import org.clipmeter.prompts.TifaReader;
import org.clipmeter.prompts.source.PromptSource;

/** The values that completion can offer at the moment: models, runs, prompts, files. */
final class Candidates {
    private static final int MOST = 200;
    private static final int LARGEST_CONFIG = 1 << 20;
    private static final Pattern CLIP = Pattern.compile("\"model_type\"\\s*:\\s*\"clip\"");

    private final Session session;
    private final HubSettings hub;
    private final Supplier<List<String>> variables;

    Candidates(Session session, HubSettings hub, Supplier<List<String>> variables) {
        this.session = session;
        this.hub = hub;
        this.variables = variables;
    }

    /** The names of the kernel's variables. */
    List<String> variables() {
        return variables.get();
    }

    /** The names for a kind of argument. The kind is the first word of the argument's label. */
    List<String> named(String kind) {
        return switch (kind) {
            case "MODEL" -> models();
            case "RUN", "BASELINE" -> session.resultNames();
            case "DEVICE" -> List.of("cpu", "cuda");
            case "PROMPTS" ->
                Stream.concat(Stream.of("last"), Tifa.sources().stream().map(PromptSource::shortName))
                        .toList();
            case "SOURCE" ->
                Stream.concat(Tifa.sources().stream().map(PromptSource::name), TifaReader.BLOCKS.stream())
                        .toList();
            case "TOPIC" -> commands();
            default -> List.of();
        };
    }

    private List<String> commands() {
        CommandContext context = new CommandContext(session, NoCell.CELL, null, Map.of(), null);
        return List.copyOf(Commands.line("clip", context).getSubcommands().keySet());
    }

    private List<String> models() {
        List<String> names = new ArrayList<>();
        KnownModels.all().forEach(model -> names.add(model.alias()));
        names.addAll(ModelSource.BUNDLED);
        Set<String> ids = new TreeSet<>();
        KnownModels.all().forEach(model -> ids.add(model.id()));
        ids.addAll(cached());
        names.addAll(ids);
        return names;
    }

    /** The CLIP models in the cache shared with Python. */
    private Set<String> cached() {
        Set<String> ids = new TreeSet<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(hub.cacheDir(), "models--*")) {
            for (Path folder : folders) {
                if (isClip(folder.resolve("snapshots"))) {
                    ids.add(folder.getFileName()
                            .toString()
                            .substring("models--".length())
                            .replace("--", "/"));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return ids;
        }
        return ids;
    }

    private static boolean isClip(Path snapshots) {
        try (DirectoryStream<Path> commits = Files.newDirectoryStream(snapshots)) {
            for (Path commit : commits) {
                Path config = commit.resolve("config.json");
                if (LocalFile.exists(config)
                        && CLIP.matcher(new String(LocalFile.read(config, LARGEST_CONFIG), StandardCharsets.UTF_8))
                                .find()) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false;
        }
        return false;
    }

    /** The files and folders of a kind whose path begins like this, at most 200. Folders end with a slash. */
    static List<String> paths(String begun, PlaceKind kind) {
        if (kind == PlaceKind.NONE) {
            return List.of();
        }
        int slash = Math.max(begun.lastIndexOf('/'), begun.lastIndexOf('\\'));
        String parent = begun.substring(0, slash + 1);
        String name = begun.substring(slash + 1);
        Set<Path> found = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder(parent))) {
            for (Path file : files) {
                String fileName = file.getFileName().toString();
                if (fileName.startsWith(name) && (name.startsWith(".") || !fileName.startsWith("."))) {
                    found.add(file);
                }
            }
        } catch (IOException | DirectoryIteratorException | InvalidPathException e) {
            return List.of();
        }
        return found.stream()
                .filter(kind::fits)
                .limit(MOST)
                .map(file -> parent + file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                .toList();
    }

    private static Path folder(String parent) {
        if (parent.startsWith("~/")) {
            return Path.of(System.getProperty("user.home", ".") + parent.substring(1));
        }
        return Path.of(parent.isEmpty() ? "." : parent);
    }
}
