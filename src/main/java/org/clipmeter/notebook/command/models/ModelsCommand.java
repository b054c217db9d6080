package org.clipmeter.notebook.command.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.clipmeter.ClipMeter;
import org.clipmeter.hub.HubClient;
import org.clipmeter.hub.HubSettings;
import org.clipmeter.model.catalogue.CachedModels;
import org.clipmeter.model.catalogue.KnownModel;
import org.clipmeter.model.catalogue.KnownModels;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.option.Variable;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.table.ModelTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tech.tablesaw.api.Table;

/** {@code %clip models}: lists known and cached models. */
@Command(
        name = "models",
        description =
                "Lists the models that have an alias, and the model in use, without the network. Returns a Table of id, "
                        + "alias, family, scores, parameters, image_size, tokens, license, cached, loaded, default. The license is the one "
                        + "that the model's repository states.",
        footer = {
            "",
            "Examples:",
            "  %%clip models",
            "  %%clip models --cached            what is on this machine, and what of it can be loaded",
            "The environment variable HF_HUB_CACHE names another cache."
        })
public final class ModelsCommand implements Callable<Table> {
    private final Session session;
    private final Cell cell;
    private final HubSettings hub;

    @Option(
            names = "--cached",
            description =
                    "lists the models in the cache that Python uses too instead: a Table of id, alias, family, license, "
                            + "revision, commit, size_mb, readable, fault. Configurations are read, weights are not opened. Other "
                            + "repositories are counted.")
    private boolean cached;

    @Mixin
    private Variable variable = new Variable();

    public ModelsCommand(Session session, Cell cell) {
        this(session, cell, HubSettings.fromEnvironment());
    }

    ModelsCommand(Session session, Cell cell, HubSettings hub) {
        this.session = session;
        this.cell = cell;
        this.hub = hub;
    }

    @Override
    public Table call() throws IOException {
        variable.check();
        return variable.bind(cell, cached ? cached() : known());
    }

    private Table known() throws IOException {
        HubClient client = new HubClient(hub);
        ClipMeter loaded = session.loaded();
        List<ModelTable.Entry> entries = new ArrayList<>();
        for (KnownModel model : KnownModels.all()) {
            entries.add(ModelRows.of(model, client, loaded));
        }
        for (String name : ModelSource.BUNDLED) {
            entries.add(ModelRows.bundled(name, loaded != null && loaded.name().equals(name)));
        }
        if (loaded != null && entries.stream().noneMatch(ModelTable.Entry::loaded)) {
            entries.add(ModelRows.of(loaded));
        }
        return ModelTable.of(entries);
    }

    private Table cached() {
        CachedModels found = CachedModels.of(hub);
        List<String> lines = new ArrayList<>();
        int count = found.models().size();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %s of a model%s",
                found.folder(),
                count == 1 ? "1 revision" : count + " revisions",
                others(found.others())));
        lines.addAll(found.troubles());
        cell.show(Output.message(String.join("\n", lines)));
        return ModelTable.cached(found.models().stream().map(ModelRows::of).toList());
    }

    private static String others(int others) {
        return switch (others) {
            case 0 -> "";
            case 1 -> "; 1 other repository";
            default -> "; " + others + " other repositories";
        };
    }
}
