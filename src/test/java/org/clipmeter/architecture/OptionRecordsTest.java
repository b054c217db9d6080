package org.clipmeter.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Option records are used in one way: {@code defaults()} gives them, and {@code with...} methods change one thing each. */
final class OptionRecordsTest {
    /** The public records of the API whose name says that they are options. */
    static List<Class<?>> records() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.clipmeter").stream()
                        .filter(type -> Api.has(type) && type.getSimpleName().matches("\\w+(Options|Rules)"))
                        .<Class<?>>map(JavaClass::reflect)
                        .toList();
    }

    @Test
    void theyAreFound() {
        assertTrue(records().size() >= 5, records()::toString);
    }

    @ParameterizedTest
    @MethodSource("records")
    void defaultsGivesThem(Class<?> options) throws Exception {
        Method defaults = options.getMethod("defaults");
        assertTrue(Modifier.isStatic(defaults.getModifiers()));
        assertEquals(options, defaults.invoke(null).getClass());
    }

    @ParameterizedTest
    @MethodSource("records")
    void eachMethodThatGivesNewOptionsIsNamedWith(Class<?> options) {
        List<String> otherwise = new ArrayList<>();
        for (Method method : options.getDeclaredMethods()) {
            boolean gives = method.getReturnType() == options && Modifier.isPublic(method.getModifiers());
            if (gives
                    && !Modifier.isStatic(method.getModifiers())
                    && !method.getName().startsWith("with")) {
                otherwise.add(method.getName());
            }
        }
        assertEquals(List.of(), otherwise);
        assertEquals(1, options.getConstructors().length, "a second constructor would be a second way to make them");
    }

    @ParameterizedTest
    @MethodSource("records")
    void eachComponentCanBeChangedOnItsOwn(Class<?> options) {
        List<String> names =
                Stream.of(options.getDeclaredMethods()).map(Method::getName).toList();
        List<String> fixed = Stream.of(options.getRecordComponents())
                .map(component -> "with" + component.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                        + component.getName().substring(1))
                .filter(name -> !names.contains(name))
                .toList();
        List<String> expected =
                switch (options.getSimpleName()) {
                    case "LoadOptions" -> List.of("withModel"); // by withDevice, withPrecision and withImageRules
                    case "ModelOptions" -> List.of("withImages"); // by withImageRules
                    case "TifaOptions" -> List.of("withSampling", "withSeed"); // together, by withStratifiedSample
                    default -> List.of();
                };
        assertEquals(expected, fixed);
    }
}
