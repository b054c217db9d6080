package org.clipmeter.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Draws the rooms and their arrows as Markdown: a Mermaid diagram by floors, and a table of all arrows. */
final class Drawing {
    private final List<Room> rooms;
    private final Map<String, Room> byName = new LinkedHashMap<>();

    Drawing(List<Room> rooms) {
        this.rooms = rooms;
        rooms.forEach(room -> byName.put(room.name(), room));
    }

    String markdown() {
        return diagram() + "\n" + table();
    }

    /** The diagram, without arrows that follow from others; the table lists all. */
    private String diagram() {
        StringBuilder text = new StringBuilder("```mermaid\nflowchart TB\n");
        for (Room.Floor floor : Room.Floor.values()) {
            text.append("  subgraph ")
                    .append(floor.name())
                    .append("[\"")
                    .append(floor.title())
                    .append("\"]\n");
            rooms.stream().filter(room -> room.floor() == floor).forEach(room -> text.append("    ")
                    .append(id(room.name()))
                    .append("[\"")
                    .append(room.label())
                    .append("\"]\n"));
            text.append("  end\n");
        }
        for (Room room : rooms) {
            for (String target : direct(room)) {
                text.append("  ")
                        .append(id(room.name()))
                        .append(" --> ")
                        .append(id(target))
                        .append('\n');
            }
        }
        return text.append("```\n").toString();
    }

    private Set<String> direct(Room room) {
        Set<String> indirect = room.uses().stream()
                .flatMap(target -> reachable(target).stream())
                .collect(Collectors.toSet());
        Set<String> direct = new TreeSet<>(room.uses());
        direct.removeAll(indirect);
        return direct;
    }

    /** The rooms that a room uses, directly or through other rooms. */
    private Set<String> reachable(String name) {
        Set<String> found = new TreeSet<>();
        for (String target : byName.get(name).uses()) {
            found.add(target);
            found.addAll(reachable(target));
        }
        return found;
    }

    private String table() {
        StringBuilder text = new StringBuilder("| room | what it holds | uses |\n|---|---|---|\n");
        for (Room room : rooms) {
            String uses = room.uses().stream()
                    .map(target -> "`" + byName.get(target).label() + "`")
                    .collect(Collectors.joining(", "));
            text.append("| `")
                    .append(room.label())
                    .append("` | ")
                    .append(room.holds())
                    .append(" | ")
                    .append(uses.isEmpty() ? "–" : uses)
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String id(String name) {
        return name.isEmpty() ? "root" : name.replace('.', '_');
    }
}
