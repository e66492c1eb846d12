using System.Runtime.InteropServices;

namespace Staple32.Stores;

/// <summary>
/// The extended properties of one certificate or CRL (or of one store): values that travel with it and are not part of its
/// encoding, named by the CERT_*_PROP_ID numbers of the Windows SDK.
/// </summary>
/// <remarks>
/// Thread-safe: every change replaces a small sorted array, so a reader never waits and never sees half a change. Most
/// certificates carry none to five properties, and an empty bag owns nothing.
/// </remarks>
public sealed class PropertyBag
{
    private static int s_keyChanges;
    private Entry[] _entries = [];
    private int _changes;

    /// <summary>The ids that are set, in ascending order, as they are now.</summary>
    public IReadOnlyList<uint> Ids => Array.ConvertAll(Volatile.Read(ref _entries), static entry => entry.Id);

    /// <summary>How often the bag has changed.</summary>
    internal int Changes => Volatile.Read(ref _changes);

    /// <summary>
    /// Another value after any bag has got another value of a property that stores look certificates up by, or lost one: their
    /// indexes do not hold any more then. What only keeps a computed value does not count.
    /// </summary>
    internal static int KeyChanges => Volatile.Read(ref s_keyChanges);

    /// <summary>True if the property is set, be its value empty or not.</summary>
    public bool Contains(uint id) => IndexOf(Volatile.Read(ref _entries), id) >= 0;

    /// <summary>The value of a property, or null if it is not set.</summary>
    public ReadOnlyMemory<byte>? Get(uint id)
    {
        Entry[] entries = Volatile.Read(ref _entries);
        int index = IndexOf(entries, id);
        // Not "? :": a null array would convert to an empty value.
        if (index < 0)
            return null;
        return entries[index].Value;
    }

    /// <summary>Sets a property to a copy of a value, or removes it if the value is null. An empty value is a value.</summary>
    public void Set(uint id, ReadOnlyMemory<byte>? value) => Set(id, value, isComputed: false);

    /// <summary>Keeps a copy of a value that was computed, unless one has been set meanwhile.</summary>
    internal void KeepComputed(uint id, ReadOnlyMemory<byte>? value) => Set(id, value, isComputed: true);

    /// <summary>Sets a property that is a text, as C reads it: UTF-16 with its terminator.</summary>
    public void SetText(uint id, string text) => Set(id, (byte[])[.. MemoryMarshal.AsBytes(text.AsSpan()), 0, 0]);

    /// <summary>The lowest id set that is greater than the given one, or 0 if there is none.</summary>
    public uint NextId(uint after)
    {
        foreach (Entry entry in Volatile.Read(ref _entries))
        {
            if (entry.Id > after)
                return entry.Id;
        }

        return 0;
    }

    /// <summary>A bag with the same properties that goes its own way; null stays null.</summary>
    public static PropertyBag? Copy(PropertyBag? source) =>
        source is null ? null : new PropertyBag { _entries = Volatile.Read(ref source._entries) };

    /// <summary>A bag with these properties, whose values are copied.</summary>
    public static PropertyBag From(IReadOnlyDictionary<uint, ReadOnlyMemory<byte>>? values)
    {
        var bag = new PropertyBag();
        if (values is null || values.Count == 0)
            return bag;
        var entries = new List<Entry>(values.Count);
        foreach ((uint id, ReadOnlyMemory<byte> value) in values)
            entries.Add(new Entry(id, value.ToArray()));
        entries.Sort(static (one, other) => one.Id.CompareTo(other.Id));
        bag._entries = [.. entries];
        return bag;
    }

    /// <summary>Takes over properties of another bag.</summary>
    /// <param name="source">The bag to copy from; it does not change.</param>
    /// <param name="replace">Whether properties that are set here already are replaced.</param>
    public void CopyFrom(PropertyBag source, bool replace)
    {
        Entry[] added = Volatile.Read(ref source._entries);
        if (added.Length == 0)
            return;
        Change(entries =>
        {
            foreach (Entry entry in added)
            {
                if (replace || IndexOf(entries, entry.Id) < 0)
                    entries = With(entries, entry.Id, entry.Value);
            }

            return entries;
        });
    }

    /// <summary>Makes the bag hold just what the other one holds.</summary>
    internal void Become(PropertyBag other)
    {
        Entry[] entries = Volatile.Read(ref other._entries);
        if (!SameAs(entries))
            Change(_ => entries);
    }

    /// <summary>Whether both hold the same values.</summary>
    internal bool HoldsSameAs(PropertyBag other) => SameAs(Volatile.Read(ref other._entries));

    private bool SameAs(Entry[] other)
    {
        Entry[] own = Volatile.Read(ref _entries);
        if (own.Length != other.Length)
            return false;
        for (int index = 0; index < own.Length; index++)
        {
            if (own[index].Id != other[index].Id || !own[index].Value.AsSpan().SequenceEqual(other[index].Value))
                return false;
        }

        return true;
    }

    private void Set(uint id, ReadOnlyMemory<byte>? value, bool isComputed)
    {
        byte[]? copy = value?.ToArray();
        Change(entries => isComputed && IndexOf(entries, id) >= 0 ? entries : With(entries, id, copy), isComputed);
    }

    private void Change(Func<Entry[], Entry[]> change, bool isComputed = false)
    {
        Entry[] seen = Volatile.Read(ref _entries);
        while (true)
        {
            Entry[] changed = change(seen);
            Entry[] found = Interlocked.CompareExchange(ref _entries, changed, seen);
            if (ReferenceEquals(found, seen))
            {
                Interlocked.Increment(ref _changes);
                if (!isComputed && !HaveSameKeys(seen, changed))
                    Interlocked.Increment(ref s_keyChanges);
                return;
            }

            seen = found;
        }
    }

    private static bool HaveSameKeys(Entry[] one, Entry[] other)
    {
        foreach (uint id in PropertyIds.IndexedInStores)
        {
            int index = IndexOf(one, id);
            int otherIndex = IndexOf(other, id);
            bool isSame = index < 0 || otherIndex < 0
                ? index < 0 && otherIndex < 0
                : one[index].Value.AsSpan().SequenceEqual(other[otherIndex].Value);
            if (!isSame)
                return false;
        }

        return true;
    }

    private static Entry[] With(Entry[] entries, uint id, byte[]? value)
    {
        int index = IndexOf(entries, id);
        var result = new List<Entry>(entries);
        if (index >= 0)
            result.RemoveAt(index);
        if (value is not null)
            result.Insert(index >= 0 ? index : ~index, new Entry(id, value));
        return [.. result];
    }

    private static int IndexOf(Entry[] entries, uint id)
    {
        int low = 0;
        int high = entries.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (entries[middle].Id == id)
                return middle;
            if (entries[middle].Id < id)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }

    private readonly record struct Entry(uint Id, byte[] Value);
}
