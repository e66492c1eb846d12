using System.Buffers;
using System.Buffers.Text;

namespace Staple32.Stores;

/// <summary>
/// Takes PEM blocks (RFC 7468) off a file one after the other, whatever stands between them. One that is cut off by
/// another, or ends under another label, is passed over.
/// </summary>
internal ref struct PemBlocks(ReadOnlySpan<byte> text)
{
    /// <summary>Longer than any label there is, its dashes included.</summary>
    private const int MaxLabelBytes = 64;

    private ReadOnlySpan<byte> _text = text;
    private ReadOnlySpan<byte> _body;

    /// <summary>The label of the block that was found, as in "X509 CRL".</summary>
    public ReadOnlySpan<byte> Label { get; private set; }

    private static ReadOnlySpan<byte> Begin => "-----BEGIN "u8;

    private static ReadOnlySpan<byte> End => "-----END "u8;

    private static ReadOnlySpan<byte> Dashes => "-----"u8;

    /// <summary>
    /// Goes on to the next complete block. Every octet is looked at a fixed number of times: a file of a million beginnings
    /// is not searched a million times.
    /// </summary>
    public bool MoveNext()
    {
        while (true)
        {
            int start = _text.IndexOf(Begin);
            if (start < 0)
                return false;
            _text = _text[(start + Begin.Length)..];
            int labelLength = _text[..Math.Min(_text.Length, MaxLabelBytes)].IndexOf(Dashes);
            if (labelLength < 0 || _text[..labelLength].Contains((byte)'\n'))
                continue;
            Label = _text[..labelLength];
            _text = _text[(labelLength + Dashes.Length)..];
            int end = _text.IndexOf(Dashes);
            if (end < 0)
                return false;
            _body = _text[..end];
            _text = _text[end..];
            if (_text.StartsWith(End) && _text[End.Length..].StartsWith(Label) && _text[(End.Length + labelLength)..].StartsWith(Dashes))
            {
                _text = _text[(End.Length + labelLength + Dashes.Length)..];
                return true;
            }
        }
    }

    /// <summary>What the block holds; null if it is not base64.</summary>
    public readonly byte[]? Decode()
    {
        byte[] decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(_body.Length)];
        return Base64.DecodeFromUtf8(_body, decoded, out _, out int written) == OperationStatus.Done ? decoded[..written] : null;
    }
}
