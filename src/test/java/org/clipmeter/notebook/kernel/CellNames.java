package org.clipmeter.notebook.kernel;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** All simple names that clipmeter's imports bring into cells: public classes of packages, and static members of a class. */
public final class CellNames {
    private CellNames() {}

    /** The names, found by what {@link Startup#declarations} imports. */
    public static Set<String> all() throws ReflectiveOperationException {
        Set<String> names = new TreeSet<>();
        for (String declaration : Startup.declarations()) {
            String place = declaration.replaceFirst("import (static )?", "").replace(".*;", "");
            if (declaration.startsWith("import static ")) {
                for (Method method : Class.forName(place).getDeclaredMethods()) {
                    if (Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers())) {
                        names.add(method.getName());
                    }
                }
            } else {
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(place).stream()
                                .filter(type -> type.getPackageName().equals(place) && isVisible(type))
                                .forEach(type -> names.add(type.getSimpleName()));
            }
        }
        return names;
    }

    private static boolean isVisible(JavaClass type) {
        return type.isTopLevelClass()
                && type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getSimpleName().equals("package-info");
    }

    /**
     * Cells that declare a class, then a variable, then a method of each name, with the cell that uses all of one kind. Each cell
     * has a value of its own kind for each name.
     */
    public static List<String> declarations(Set<String> names) {
        List<String> cells = new ArrayList<>();
        StringBuilder classes = new StringBuilder();
        StringBuilder variables = new StringBuilder();
        StringBuilder methods = new StringBuilder();
        for (String name : names) {
            classes.append("class ").append(name).append(" { int one() { return 1; } }\n");
            variables.append("int ").append(name).append(" = 10;\n");
            methods.append("int ").append(name).append("() { return 100; }\n");
        }
        cells.add(classes.toString());
        cells.add(variables.toString());
        cells.add(methods.toString());
        return cells;
    }

    /** An expression whose value is 111 for each name if the declarations of {@link #declarations} are in force. */
    public static String use(Set<String> names) {
        StringBuilder sum = new StringBuilder("0");
        for (String name : names) {
            sum.append(" + new ")
                    .append(name)
                    .append("().one() + ")
                    .append(name)
                    .append(" + ")
                    .append(name)
                    .append("()");
        }
        return sum.toString();
    }
}
