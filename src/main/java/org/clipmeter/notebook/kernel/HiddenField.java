package org.clipmeter.notebook.kernel;

import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * A private field of a kernel's class, used when the kernel's API does not offer a value. If the field can't be
 * reached, nothing is read or set.
 */
public final class HiddenField<T> {
    private static final System.Logger LOG = System.getLogger(HiddenField.class.getName());

    private final @Nullable Field field;
    private final Class<T> type;

    private HiddenField(@Nullable Field field, Class<T> type) {
        this.field = field;
        this.type = type;
    }

    /** The field of this name that {@code owner} itself declares. */
    public static <T> HiddenField<T> of(Class<?> owner, String name, Class<T> type) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return new HiddenField<>(field, type);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, name + " of this kernel can't be reached", e);
            return new HiddenField<>(null, type);
        }
    }

    /** The field's value; null if it has none, it has another type, or it can't be reached. */
    public @Nullable T get(Object object) {
        try {
            Object value = field == null ? null : field.get(object);
            return type.isInstance(value) ? type.cast(value) : null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "this kernel's field can't be read", e);
            return null;
        }
    }

    /** Replaces the field's value; false if it can't be replaced. */
    public boolean set(Object object, T value) {
        try {
            if (field == null) {
                return false;
            }
            field.set(object, value);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "this kernel's field can't be set", e);
            return false;
        }
    }
}
