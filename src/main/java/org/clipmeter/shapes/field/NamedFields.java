package org.clipmeter.shapes.field;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.ShapesModel;

/**
 * The fields of a session by name: the unedited one, and those that were made of it. It closes what it has. Safe from any
 * thread; whoever uses a field sees to it that none of the same name is put meanwhile, as jobs do that run in turn.
 */
public final class NamedFields implements AutoCloseable {
    /** The name of the unedited field. */
    public static final String UNEDITED = "field";

    /** What draws without a field, by its name; a field can't have it. */
    public static final String RULES = "rules";

    private static final String FIELD = "shapes-field";
    private static final Pattern NAME = Pattern.compile("[\\p{L}][\\p{L}\\p{N}_.-]{0,39}");

    private final Source source;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** Loads the unedited field, when it is first asked for. */
    @FunctionalInterface
    public interface Source {
        Field load() throws IOException;
    }

    public NamedFields(Source source) {
        this.source = source;
    }

    /** With the field in the jar, whose reader stays loaded until the process ends. */
    public static NamedFields bundled() {
        return new NamedFields(() -> {
            ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
            try {
                return Field.load(ShapesModel.folder(FIELD), reader);
            } catch (IOException | RuntimeException e) {
                reader.close();
                throw e;
            }
        });
    }

    /**
     * Checks a name before any work is done.
     *
     * @throws InvalidRequestException if it is not a name for a field, or that of the unedited one or of the rules
     */
    public static void check(String name) {
        if (name.equals(UNEDITED)) {
            throw new InvalidRequestException(
                    "the name " + UNEDITED + " is that of the unedited model; choose another one, such as edited");
        }
        if (name.equals(RULES)) {
            throw new InvalidRequestException(
                    "the name " + RULES + " is that of the model of rules; choose another one, such as edited");
        }
        if (!NAME.matcher(name).matches()) {
            throw new InvalidRequestException(
                    "expected a name of at most 40 letters, digits, -, _ and . that begins with a letter, got "
                            + OneLine.name(name, 60));
        }
    }

    /** Stores a field, and closes an earlier one of the same name. */
    public synchronized void put(String name, Field field) {
        check(name);
        Field before = fields.put(name, field);
        if (before != null && before != field) {
            before.close();
        }
    }

    /**
     * A field by its name.
     *
     * @throws InvalidRequestException if there is none; the message lists the names
     * @throws IOException if the unedited field can't be loaded
     */
    public synchronized Field get(String name) throws IOException {
        Field known = fields.get(name);
        if (known != null) {
            return known;
        }
        if (!name.equals(UNEDITED)) {
            throw new InvalidRequestException("there is no model " + OneLine.name(name, 60)
                    + NearNames.suggestion(name, names()) + "; known: " + String.join(", ", names()));
        }
        Field loaded = source.load();
        fields.put(UNEDITED, loaded);
        return loaded;
    }

    /** All names, the unedited field's first. */
    public synchronized List<String> names() {
        List<String> names = new ArrayList<>(fields.keySet());
        names.remove(UNEDITED);
        names.add(0, UNEDITED);
        return names;
    }

    @Override
    public synchronized void close() {
        fields.values().forEach(Field::close);
        fields.clear();
    }
}
