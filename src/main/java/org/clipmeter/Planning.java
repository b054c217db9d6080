package org.clipmeter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.clipmeter.embed.EmbeddingKey;
import org.clipmeter.embed.StoredContents;
import org.clipmeter.embed.cache.CacheContents;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.hub.HubClient;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.TwoTower;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelLoading;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.score.Caching;
import org.clipmeter.score.ScoreOptions;

/** Finds out what scoring would do. */
final class Planning {
    private final Pairs pairs;
    private final ScoreOptions scoring;
    private final EmbeddingCache cache;
    private final BooleanSupplier cancelled;

    private Planning(Pairs pairs, ScoreOptions scoring, EmbeddingCache cache, BooleanSupplier cancelled) {
        this.pairs = pairs;
        this.scoring = scoring;
        this.cache = cache;
        this.cancelled = cancelled;
    }

    /** Finds the stored ones among contents. */
    private interface Finder {
        Set<String> among(Set<String> contents) throws IOException;
    }

    /** The plan for a loaded model. */
    static ScorePlan withModel(
            Pairs pairs,
            PlannedModel model,
            TwoTower towers,
            String space,
            EmbeddingCache cache,
            ScoreOptions scoring,
            BooleanSupplier cancelled)
            throws IOException {
        Planning planning = new Planning(pairs, scoring, cache, cancelled);
        Set<String> texts = planning.texts();
        Set<String> contents = new HashSet<>();
        int tooLong = 0;
        for (String text : texts) {
            contents.add(StoredContents.ofText(towers, text));
            tooLong += towers.tokens(text).truncated() ? 1 : 0;
        }
        int stored = planning.isOff()
                ? 0
                : StoredContents.stored(cache, () -> space, EmbeddingKey.Modality.TEXT, contents)
                        .size();
        PlannedWork work = planning.work(
                images -> StoredContents.stored(cache, () -> space, EmbeddingKey.Modality.IMAGE, images),
                new PlannedWork(List.of(), 0, texts.size(), stored, tooLong, false));
        return new ScorePlan(pairs, model, work, scoring.template());
    }

    /** See {@link ScorePlan#of}. */
    static ScorePlan withoutModel(
            Pairs pairs, String nameOrFolder, LoadOptions options, ScoreOptions scoring, BooleanSupplier cancelled)
            throws IOException {
        ModelSource source = ModelSource.of(nameOrFolder);
        boolean missing = source instanceof ModelSource.Hub hub
                && !ModelLoading.isCached(new HubClient(HubSettings.fromEnvironment()), hub.id());
        PlannedModel model = new PlannedModel(
                source.name(),
                options.model().device(),
                options.model().precision().name().toLowerCase(Locale.ROOT),
                KnownModels.find(source.name()).map(KnownModel::parameters).orElse(null),
                missing ? PlannedModel.State.TO_DOWNLOAD : PlannedModel.State.ON_DISK,
                List.of());
        Planning planning = new Planning(pairs, scoring, options.cache(), cancelled);
        PlannedWork work = planning.work(
                images -> planning.storedByName(model, images),
                new PlannedWork(List.of(), 0, planning.texts().size(), -1, -1, true));
        return new ScorePlan(pairs, model, work, scoring.template());
    }

    /** The stored ones of the space of this model's name that has most of them. */
    private Set<String> storedByName(PlannedModel model, Set<String> contents) throws IOException {
        CacheContents known = cache.contents();
        Set<String> most = Set.of();
        for (CacheContents.Part part : known == null ? List.<CacheContents.Part>of() : known.parts()) {
            if (part.kind().equals("image")
                    && part.model().equals(model.name())
                    && part.space().contains(", " + model.precision() + ", ")) {
                Set<String> found = StoredContents.stored(cache, part::space, EmbeddingKey.Modality.IMAGE, contents);
                most = found.size() > most.size() ? found : most;
            }
        }
        return most;
    }

    private Set<String> texts() {
        Set<String> texts = new HashSet<>();
        pairs.pairs().forEach(pair -> texts.add(scoring.embedded(pair.prompt())));
        return texts;
    }

    private boolean isOff() {
        return scoring.caching() == Caching.OFF || cache.isOff();
    }

    private PlannedWork work(Finder finder, PlannedWork texts) throws IOException {
        List<String> cached = new ArrayList<>();
        Set<String> missing = new HashSet<>();
        if (isOff()) {
            pairs.pairs().forEach(pair -> cached.add(PlannedWork.OFF));
            return new PlannedWork(cached, cached.size(), texts.texts(), texts.textsStored(), texts.tooLong(), false);
        }
        List<Path> files =
                pairs.pairs().stream().map(pair -> pair.image().path()).toList();
        List<Optional<String>> contents = StoredContents.ofImages(files, cancelled);
        Set<String> distinct = new HashSet<>();
        contents.forEach(content -> content.ifPresent(distinct::add));
        Set<String> stored = finder.among(distinct);
        for (Optional<String> content : contents) {
            boolean isStored = content.isPresent() && stored.contains(content.get());
            if (content.isPresent() && !isStored) {
                missing.add(content.get());
            }
            cached.add(content.isEmpty() ? PlannedWork.UNREADABLE : isStored ? PlannedWork.YES : PlannedWork.NO);
        }
        return new PlannedWork(
                cached,
                missing.size(),
                texts.texts(),
                texts.textsStored(),
                texts.tooLong(),
                texts.byName() && !stored.isEmpty());
    }
}
