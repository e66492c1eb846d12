using Staple32.Certificates;

namespace Staple32.Ocsp;

/// <summary>
/// Remembers which certificates an issuer has entitled to sign responses: a fact about bytes that never changes, and half
/// the work of judging a response. A responder shows the same certificate in every response. Whether it is valid now is
/// asked each time. Holds a bounded number, the last ones; safe for all threads.
/// </summary>
internal sealed class KnownDelegates
{
    private readonly Entry?[] _places;

    /// <param name="capacity">The places; delegates that fall on the same one displace each other.</param>
    public KnownDelegates(int capacity) => _places = new Entry?[capacity];

    /// <summary>The delegate, parsed, if these bytes are known to be one of this issuer's; else null.</summary>
    public Certificate? Find(ReadOnlySpan<byte> encoded, Certificate issuer) =>
        Volatile.Read(ref PlaceOf(encoded)) is { } entry
        && encoded.SequenceEqual(entry.Delegate.Encoded.Span)
        && issuer.PublicKey.Encoded.Span.SequenceEqual(entry.IssuerKey)
        && issuer.Subject.Span.SequenceEqual(entry.IssuerName)
            ? entry.Delegate
            : null;

    /// <summary>Remembers a delegate of this issuer.</summary>
    public void Add(Certificate signer, Certificate issuer)
    {
        // All of it copied: what is remembered must not keep a whole response or chain alive.
        var entry = new Entry(
            Certificate.Parse(signer.Encoded.ToArray()), issuer.Subject.ToArray(), issuer.PublicKey.Encoded.ToArray());
        Volatile.Write(ref PlaceOf(signer.Encoded.Span), entry);
    }

    private ref Entry? PlaceOf(ReadOnlySpan<byte> encoded) => ref _places[SeededHash.PlaceOf(encoded, _places.Length)];

    private sealed record Entry(Certificate Delegate, byte[] IssuerName, byte[] IssuerKey);
}
