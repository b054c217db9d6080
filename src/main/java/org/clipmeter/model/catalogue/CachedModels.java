package org.clipmeter.model.catalogue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.clipmeter.hub.CachedRepos;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.clip.ClipConfig;
import org.clipmeter.model.clip.ClipFamily;
import org.clipmeter.model.openclip.OpenClip;

/**
 * The models in the cache that is shared with Python. Only this machine is asked; configurations are read, and weights are not
 * opened.
 *
 * @param folder the cache
 * @param models a model for each commit of each repository that holds a family of this project, or is known by name
 * @param others how many other repositories the cache holds
 * @param troubles what could not be listed, one line each
 */
public record CachedModels(Path folder, List<CachedModel> models, int others, List<String> troubles) {
    private static final String CONFIG = "config.json";

    /** The models, with their lists copied. */
    public CachedModels {
        models = List.copyOf(models);
        troubles = List.copyOf(troubles);
    }

    /**
     * One revision of a model.
     *
     * @param id the repository's id
     * @param known the known model that it is; empty if it has no alias
     * @param family the family of its network, or {@code not stated}
     * @param license as the repository states it, or {@code not stated}
     * @param revision its files
     * @param fault why it can't be used without the network, or at all; empty if it can be loaded as far as its
     *     configuration and the names of its files tell
     */
    public record CachedModel(
            String id,
            Optional<KnownModel> known,
            String family,
            String license,
            CachedRepos.Revision revision,
            Optional<String> fault) {}

    /** Lists the models in a cache. */
    public static CachedModels of(HubSettings settings) {
        CachedRepos cache = CachedRepos.of(settings);
        List<CachedModel> models = new ArrayList<>();
        Set<String> listed = new TreeSet<>();
        Set<String> all = new TreeSet<>();
        for (CachedRepos.Revision revision : cache.revisions()) {
            all.add(revision.repository());
            Optional<KnownModel> known = KnownModels.all().stream()
                    .filter(model -> model.repository().equals(revision.repository()))
                    .findFirst();
            Optional<String> family = family(revision, known);
            if (family.isPresent()) {
                listed.add(revision.repository());
                models.add(new CachedModel(
                        revision.repository(),
                        known,
                        family.get(),
                        ModelCard.license(revision.folder())
                                .or(() -> known.flatMap(KnownModel::license))
                                .orElse(KnownModel.NOT_STATED),
                        revision,
                        fault(revision, known)));
            }
        }
        int others = cache.otherRepositories() + all.size() - listed.size();
        return new CachedModels(cache.folder(), models, others, cache.troubles());
    }

    /** The family of a model; empty if the repository holds something else. */
    private static Optional<String> family(CachedRepos.Revision revision, Optional<KnownModel> known) {
        if (known.isPresent()) {
            return known.map(KnownModel::family);
        }
        if (revision.has(CONFIG)) {
            try {
                String type = CheckpointFolder.open(revision.folder()).modelType();
                if (ModelFamilies.ALL.knows(type)) {
                    return Optional.of(type);
                }
            } catch (ModelException e) {
                return Optional.of(KnownModel.NOT_STATED); // its fault says what is wrong with the file
            }
        }
        return revision.has(OpenClip.CONFIG) ? Optional.of(ClipFamily.MODEL_TYPE) : Optional.empty();
    }

    private static Optional<String> fault(CachedRepos.Revision revision, Optional<KnownModel> known) {
        Optional<String> file = known.flatMap(KnownModel::file);
        if (file.isPresent()) {
            return revision.has(file.get()) ? Optional.empty() : Optional.of(lacks(revision, file.get()));
        }
        boolean weightsOnly = known.isPresent() && known.get().kind() == KnownModel.Kind.PICKSCORE;
        try {
            String type = revision.has(CONFIG)
                    ? CheckpointFolder.open(revision.folder()).modelType()
                    : "";
            Optional<String> missing = weightsOnly ? revision.missingWeights() : revision.missing();
            if (missing.isPresent()) {
                return Optional.of(lacks(revision, missing.get()));
            }
            if (type.equals(ClipFamily.MODEL_TYPE)) {
                ClipConfig.read(revision.folder());
            } else if (!revision.has(CONFIG)) {
                OpenClip.network(revision.folder());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String lacks(CachedRepos.Revision revision, String what) {
        return "lacks " + what
                + (revision.lost() == 0
                        ? ""
                        : "; " + revision.lost() + (revision.lost() == 1 ? " link leads" : " links lead")
                                + " to a file that is gone");
    }
}
