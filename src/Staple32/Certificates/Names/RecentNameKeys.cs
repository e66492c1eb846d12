namespace Staple32.Certificates.Names;

/// <summary>
/// Remembers the comparison keys of names that were met lately: a chain compares the same few names again and again, and
/// a server's certificates come from the same few issuers. Holds a bounded number of short names; safe for all threads.
/// </summary>
internal sealed class RecentNameKeys
{
    // Real names are half of this; longer ones would only cost memory.
    private const int MaxNameBytes = 256;

    private readonly Entry?[] _places;

    /// <param name="capacity">The places; names that fall on the same one displace each other.</param>
    public RecentNameKeys(int capacity) => _places = new Entry?[capacity];

    /// <summary>Whether the name's key is known; it is null if the bytes are not a Name.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out string? key)
    {
        key = null;
        if (name.Length > MaxNameBytes || Volatile.Read(ref PlaceOf(name)) is not { } entry || !name.SequenceEqual(entry.Name))
            return false;
        key = entry.Key;
        return true;
    }

    /// <summary>Remembers a name's key.</summary>
    public void Add(ReadOnlySpan<byte> name, string? key)
    {
        if (name.Length <= MaxNameBytes)
            Volatile.Write(ref PlaceOf(name), new Entry(name.ToArray(), key));
    }

    private ref Entry? PlaceOf(ReadOnlySpan<byte> name) => ref _places[SeededHash.PlaceOf(name, _places.Length)];

    private sealed record Entry(byte[] Name, string? Key);
}
