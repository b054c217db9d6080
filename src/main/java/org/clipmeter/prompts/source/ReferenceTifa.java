package org.clipmeter.prompts.source;

import java.io.IOException;
import org.clipmeter.hub.HubClient;
import org.clipmeter.hub.HubFile;
import org.clipmeter.hub.HubRepo;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.TifaReader;

/** TIFA as the reference reads it: one CSV file on the Hub, questions included. */
public final class ReferenceTifa implements PromptSource {
    public static final String NAME = "reference";

    private static final HubRepo REPO = HubRepo.dataset("Unlearningltd/datasets");
    private static final String FILE = "tifa/tifa_dataset.csv";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String shortName() {
        return "tifa";
    }

    @Override
    public String title() {
        return "TIFA's CSV of the reference";
    }

    @Override
    public String description() {
        return "the CSV of the reference, on the Hub";
    }

    @Override
    public PromptFile read(PromptRequest request) throws IOException {
        HubFile file = new HubClient(request.hub()).file(REPO, "main", FILE, request.listener());
        return TifaReader.read(file.path()).named("TIFA", file.warnings());
    }
}
