package org.clipmeter.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipmeter.notebook.kernel.Startup;
import org.junit.jupiter.api.Test;

/** Holds the public API to its list in {@link Api}. */
final class ApiTest {
    /** Libraries whose types are part of the API's own signatures. */
    private static final List<String> LIBRARIES = List.of("java.", "org.knowm.xchart.", "tech.tablesaw.api.");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.clipmeter");

    @Test
    void everyListedNameExists() {
        Set<String> missing = new TreeSet<>(Api.PACKAGES);
        missing.addAll(Api.TYPES);
        missing.addAll(Api.INTERNAL);
        CLASSES.stream().filter(ApiTest::isVisible).forEach(type -> {
            missing.remove(type.getPackageName());
            missing.remove(type.getName());
            type.getMethods().forEach(method -> missing.remove(type.getName() + "." + method.getName()));
        });
        assertEquals(Set.of(), missing, "listed, but not there or not public");
    }

    @Test
    void theApiShowsNothingButItself() {
        Set<String> strangers = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            if (Api.has(type) && isVisible(type)) {
                for (Shown shown : shownBy(type)) {
                    for (JavaClass raw : shown.type().getAllInvolvedRawTypes()) {
                        JavaClass base = raw.getBaseComponentType();
                        boolean known = base.isPrimitive()
                                || Api.has(base)
                                || LIBRARIES.stream().anyMatch(base.getName()::startsWith);
                        if (!known) {
                            strangers.add(base.getName() + " in " + shown.place());
                        }
                    }
                }
            }
        }
        assertEquals(Set.of(), strangers, "types that the public API shows, but that are not part of it");
    }

    @Test
    void cellsImportNothingButTheApi() {
        List<String> others = new ArrayList<>();
        for (String declaration : Startup.declarations()) {
            String name = declaration.replaceFirst("import (static )?", "").replace(";", "");
            boolean member = declaration.startsWith("import static ");
            String place = name.endsWith(".*") || member ? name.substring(0, name.lastIndexOf('.')) : name;
            boolean known = Api.PACKAGES.contains(place)
                    || Api.TYPES.contains(place)
                    || LIBRARIES.stream().anyMatch(library -> (place + ".").startsWith(library));
            if (!known) {
                others.add(declaration);
            }
        }
        assertEquals(List.of(), others, "imports of a cell that are not part of the public API");
    }

    @Test
    void theListOfTheDocumentIsThisList() throws IOException {
        String document = Files.readString(file("docs/ARCHITECTURE.md"));
        int start = document.indexOf("## Public API");
        assertTrue(start >= 0, "docs/ARCHITECTURE.md has no section \"Public API\"");
        String section = document.substring(start, document.indexOf("\n## ", start + 1));
        Set<String> expected = new TreeSet<>();
        Stream.concat(Api.PACKAGES.stream(), Api.TYPES.stream()).forEach(expected::add);
        assertEquals(expected, found("\n\\| `(org\\.clipmeter[\\w.]*)` \\|", section));
    }

    @Test
    void theListsOfTheBuildAreThisList() throws IOException {
        String pom = Files.readString(file("pom.xml"));
        Set<String> compared = new TreeSet<>(Api.PACKAGES);
        Set<String> documented = new TreeSet<>();
        Api.PACKAGES.forEach(name -> documented.add(name.replace('.', '/') + "/*.java"));
        for (String type : Api.TYPES) {
            compared.add(type);
            documented.add(type.replace('.', '/') + ".java");
        }
        assertEquals(compared, found("<include>(org\\.clipmeter[\\w.]*)</include>", pom));
        assertEquals(documented, found("<include>(org/clipmeter/[^<]*)</include>", pom));
    }

    @Test
    void everythingInTheApiHasAComment() throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : Api.PACKAGES) {
            try (Stream<Path> files = Files.list(source(name))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    missing.addAll(ApiComments.missing(file));
                }
            }
        }
        for (String name : Api.TYPES) {
            missing.addAll(ApiComments.missing(file("src/main/java").resolve(name.replace('.', '/') + ".java")));
        }
        assertEquals(List.of(), missing, "what a comment should say and does not");
    }

    private record Shown(JavaType type, String place) {}

    private static List<Shown> shownBy(JavaClass type) {
        List<Shown> shown = new ArrayList<>();
        type.getSuperclass().ifPresent(base -> add(shown, base, type.getName()));
        type.getInterfaces().forEach(base -> add(shown, base, type.getName()));
        for (JavaField field : type.getFields()) {
            if (isVisible(field.getModifiers())) {
                add(shown, field.getType(), field.getFullName());
            }
        }
        for (JavaCodeUnit unit : type.getCodeUnits()) {
            if (isVisible(unit.getModifiers())
                    && !unit.getModifiers().contains(JavaModifier.SYNTHETIC)
                    && !Api.INTERNAL.contains(type.getName() + "." + unit.getName())) {
                add(shown, unit.getReturnType(), unit.getFullName());
                unit.getParameterTypes().forEach(parameter -> add(shown, parameter, unit.getFullName()));
                unit.getExceptionTypes().forEach(exception -> add(shown, exception, unit.getFullName()));
            }
        }
        return shown;
    }

    private static void add(List<Shown> shown, JavaType type, String place) {
        shown.add(new Shown(type, place));
    }

    /** Whether a program can name a type: it is public, and so is what encloses it. */
    private static boolean isVisible(JavaClass type) {
        return isVisible(type.getModifiers())
                && type.getEnclosingClass().map(ApiTest::isVisible).orElse(true);
    }

    private static boolean isVisible(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> found = new LinkedHashSet<>();
        Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .forEach(found::add);
        return new TreeSet<>(found);
    }

    private static Path source(String name) {
        return file("src/main/java").resolve(name.replace('.', '/'));
    }

    private static Path file(String name) {
        return Path.of(System.getProperty("basedir", ".")).resolve(name);
    }
}
