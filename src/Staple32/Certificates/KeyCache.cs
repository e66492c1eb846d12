namespace Staple32.Certificates;

/// <summary>A key in the platform's form, beside its encoded SubjectPublicKeyInfo.</summary>
/// <remarks>The bytes are a copy: a key that is kept must not keep a whole response alive.</remarks>
internal sealed record ImportedKey<T>(byte[] Encoded, T Key)
    where T : class, IDisposable;

/// <summary>
/// A bounded set of imported keys. A key is taken out while it is used, so that no two threads ever share one, and put back
/// after; whoever finds its place empty imports the key once more.
/// </summary>
/// <typeparam name="T">The platform's form of a key.</typeparam>
internal sealed class KeyCache<T>
    where T : class, IDisposable
{
    private readonly ImportedKey<T>?[] _places;

    /// <param name="capacity">The places; keys that fall on the same one displace each other.</param>
    public KeyCache(int capacity) => _places = new ImportedKey<T>?[capacity];

    /// <summary>The key, now the caller's until <see cref="Return"/>; null if it is not here.</summary>
    public ImportedKey<T>? Take(ReadOnlySpan<byte> encoded)
    {
        ref ImportedKey<T>? place = ref PlaceOf(encoded);
        if (Interlocked.Exchange(ref place, null) is not { } found)
            return null;
        if (encoded.SequenceEqual(found.Encoded))
            return found;
        // Another key's: back with it, unless a third has taken the place meanwhile.
        if (Interlocked.CompareExchange(ref place, found, null) is not null)
            found.Key.Dispose();
        return null;
    }

    /// <summary>Keeps the key for the next caller; what stood in its place is disposed.</summary>
    public void Return(ImportedKey<T> key) => Interlocked.Exchange(ref PlaceOf(key.Encoded), key)?.Key.Dispose();

    private ref ImportedKey<T>? PlaceOf(ReadOnlySpan<byte> encoded)
    {
        // Seeded per process: nobody outside can choose keys that displace each other.
        var hash = new HashCode();
        hash.AddBytes(encoded);
        return ref _places[unchecked((uint)hash.ToHashCode()) % (uint)_places.Length];
    }
}
