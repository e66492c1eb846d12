using Staple32.Abi.Layout;
using Staple32.Certificates;

namespace Staple32.Abi.Contexts;

/// <summary>
/// Fills the space behind the structures of a native block. What is part of the encoding is pointed at in the block's
/// copy of it; what the encoding has not in that form (dotted identifiers, little-endian integers) is written behind.
/// </summary>
/// <param name="encoded">The encoding that the parts are views on.</param>
/// <param name="copy">Its copy in the block.</param>
/// <param name="free">Where there is room for the rest.</param>
internal unsafe ref struct BlockWriter(ReadOnlyMemory<byte> encoded, byte* copy, byte* free)
{
    // A CRL of a million entries names the same identifier a million times.
    private readonly Dictionary<string, nint> _texts = new(StringComparer.Ordinal);
    private byte* _free = free;

    public readonly CRYPT_DATA_BLOB View(ReadOnlyMemory<byte> part) =>
        part.IsEmpty ? default : new CRYPT_DATA_BLOB { cbData = (uint)part.Length, pbData = copy + OffsetOf(part) };

    /// <summary>A BIT STRING's octets; the octet before them says how many bits of the last one are unused.</summary>
    public readonly CRYPT_BIT_BLOB Bits(ReadOnlyMemory<byte> part)
    {
        if (part.IsEmpty)
            return default;
        int offset = OffsetOf(part);
        return new CRYPT_BIT_BLOB { cbData = (uint)part.Length, pbData = copy + offset, cUnusedBits = encoded.Span[offset - 1] };
    }

    public CRYPT_ALGORITHM_IDENTIFIER Algorithm(AlgorithmIdentifier algorithm) =>
        new() { pszObjId = Text(algorithm.Oid), Parameters = View(algorithm.Parameters) };

    public CERT_EXTENSION Extension(CertificateExtension extension) => new()
    {
        pszObjId = Text(extension.Oid),
        fCritical = extension.Critical ? 1 : 0,
        Value = View(extension.Value),
    };

    /// <summary>An integer, whose contents octets are big endian on the wire.</summary>
    public CRYPT_DATA_BLOB Integer(ReadOnlySpan<byte> contents)
    {
        var target = new Span<byte>(_free, contents.Length);
        contents.CopyTo(target);
        target.Reverse();
        var blob = new CRYPT_DATA_BLOB { cbData = (uint)contents.Length, pbData = _free };
        _free += contents.Length;
        return blob;
    }

    /// <summary>A dotted identifier with its terminator: <see cref="TextSizes"/> counts it once.</summary>
    public byte* Text(string oid)
    {
        if (_texts.TryGetValue(oid, out nint known))
            return (byte*)known;
        byte* text = _free;
        foreach (char letter in oid)
            *_free++ = (byte)letter;
        *_free++ = 0;
        _texts.Add(oid, (nint)text);
        return text;
    }

    private readonly int OffsetOf(ReadOnlyMemory<byte> part) => encoded.Span.Overlaps(part.Span, out int offset)
        ? offset
        : throw new InvalidOperationException("A part that is not a view on the encoding.");
}

/// <summary>Adds up the room that <see cref="BlockWriter.Text"/> will take.</summary>
internal sealed class TextSizes
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public nuint Total { get; private set; }

    public void Add(string oid)
    {
        if (_seen.Add(oid))
            Total += (nuint)oid.Length + 1;
    }
}
