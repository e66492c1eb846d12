namespace Staple32.Certificates;

/// <summary>A key in the platform's form, beside its encoded SubjectPublicKeyInfo.</summary>
/// <remarks>The bytes are a copy: a key that is kept must not keep a whole response alive.</remarks>
internal sealed record ImportedKey<T>(byte[] Encoded, T Key)
    where T : class, IDisposable;

/// <summary>
/// A bounded set of imported keys. A key is taken out while it is used, so that no two threads ever share one, and put back
/// after; whoever finds none of it imports the key once more. So one key may be here a few times: importing one costs as much
/// as verifying a signature, and threads often have the same issuer's responses at hand.
/// </summary>
/// <typeparam name="T">The platform's form of a key.</typeparam>
internal sealed class KeyCache<T>
    where T : class, IDisposable
{
    /// <summary>Places side by side, any of which a key may have.</summary>
    private const int Row = 4;

    private readonly ImportedKey<T>?[] _places;

    /// <param name="rows">Rows of four places; keys that fall on the same row displace each other.</param>
    public KeyCache(int rows) => _places = new ImportedKey<T>?[rows * Row];

    /// <summary>The key, now the caller's until <see cref="Return"/>; null if it is not here.</summary>
    public ImportedKey<T>? Take(ReadOnlySpan<byte> encoded)
    {
        foreach (ref ImportedKey<T>? place in RowOf(encoded))
        {
            if (Volatile.Read(ref place) is { } found && encoded.SequenceEqual(found.Encoded)
                && Interlocked.CompareExchange(ref place, null, found) == found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Keeps the key for the next caller; if all its places are taken, one that is there is disposed.</summary>
    public void Return(ImportedKey<T> key)
    {
        Span<ImportedKey<T>?> row = RowOf(key.Encoded);
        foreach (ref ImportedKey<T>? place in row)
        {
            if (Interlocked.CompareExchange(ref place, key, null) is null)
                return;
        }

        Interlocked.Exchange(ref row[Environment.CurrentManagedThreadId % Row], key)?.Key.Dispose();
    }

    private Span<ImportedKey<T>?> RowOf(ReadOnlySpan<byte> encoded) =>
        _places.AsSpan(SeededHash.PlaceOf(encoded, _places.Length / Row) * Row, Row);
}
