package org.clipmeter.result.agreement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.catalogue.ModelSource;

/** Short names of models for columns: as they were typed, and the last part of a folder's path. */
final class ModelLabels {
    /** The other columns of the tables. */
    private static final Set<String> TAKEN = Set.of("run", "id", "prompt", "spread", "image");

    private ModelLabels() {}

    /**
     * The labels of models, in order; no two are the same, whatever their letter case.
     *
     * @throws InvalidRequestException if there is no model, or two names are the same model
     */
    static List<String> of(List<String> models) {
        if (models.isEmpty()) {
            throw new InvalidRequestException("models: expected at least one, such as B/32,L/14, got none");
        }
        Map<String, String> sources = new HashMap<>();
        Set<String> used = new HashSet<>(TAKEN);
        List<String> labels = new ArrayList<>();
        for (String model : models) {
            String typed = model.strip();
            if (typed.isEmpty()) {
                throw new InvalidRequestException(
                        "models: expected names with one comma between two of them, such as B/32,L/14, got an empty name");
            }
            String source = typed;
            String label = typed;
            try {
                ModelSource found = ModelSource.of(typed);
                source = found.name();
                if (found instanceof ModelSource.Folder folder) {
                    Path last = folder.path().toAbsolutePath().normalize().getFileName();
                    label = last == null ? typed : last.toString();
                }
            } catch (ModelException e) {
                source = typed; // loading it reports what is wrong, at the cost of its own column
            }
            String earlier = sources.put(source, typed);
            if (earlier != null) {
                throw new InvalidRequestException(
                        "models: " + earlier + " and " + typed + " are the same model; give each model once");
            }
            String unique = label;
            for (int i = 2; !used.add(unique.toLowerCase(Locale.ROOT)); i++) {
                unique = label + " (" + i + ")";
            }
            labels.add(unique);
        }
        return labels;
    }
}
