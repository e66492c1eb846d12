using System.Formats.Asn1;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>A part of a name space, as one entry of a name constraint gives it.</summary>
internal sealed class NameSubtree
{
    private readonly string _text;
    private readonly byte[] _address;

    private NameSubtree(GeneralNameKind kind, string text, byte[] address)
    {
        Kind = kind;
        _text = text;
        _address = address;
    }

    /// <summary>The kind of name that the subtree says something about.</summary>
    public GeneralNameKind Kind { get; }

    /// <summary>Whether names of this kind can be compared with it.</summary>
    public bool IsSupported => Kind is GeneralNameKind.Rfc822Name or GeneralNameKind.DnsName
        or GeneralNameKind.DirectoryName or GeneralNameKind.Uri or GeneralNameKind.IPAddress;

    /// <exception cref="AsnContentException">The name cannot be a constraint of its kind.</exception>
    public static NameSubtree From(GeneralName name)
    {
        switch (name.Kind)
        {
            case GeneralNameKind.DirectoryName:
                string key = DistinguishedName.ComparisonKey(name.Value.Span) ?? throw new AsnContentException("a malformed name in a constraint");
                return new NameSubtree(name.Kind, key, []);
            case GeneralNameKind.IPAddress:
                byte[] address = name.Value.ToArray();
                if (address.Length is not (8 or 32) || !IsMask(address.AsSpan(address.Length / 2)))
                    throw new AsnContentException("an address constraint without a proper mask");
                return new NameSubtree(name.Kind, string.Empty, address);
            case GeneralNameKind.Rfc822Name or GeneralNameKind.DnsName or GeneralNameKind.Uri:
                return new NameSubtree(name.Kind, HostNames.WithoutFinalDot(name.Text), []);
            default:
                return new NameSubtree(name.Kind, string.Empty, name.Value.ToArray());
        }
    }

    /// <summary>Whether a name of the same kind lies in the subtree.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isExclusion">
    /// What cannot be told for certain counts as inside an exclusion and outside a permission: a wildcard that covers
    /// an excluded host, a local part that differs in case, a name that is malformed.
    /// </param>
    public bool Contains(in ConstrainedName name, bool isExclusion)
    {
        switch (Kind)
        {
            case GeneralNameKind.DirectoryName:
                return name.Text is { } subject ? IsPrefix(_text, subject) : isExclusion;
            case GeneralNameKind.DnsName:
                return HostNames.IsInDnsSubtree(name.Text!, _text, isExclusion);
            case GeneralNameKind.Rfc822Name:
                return HostNames.IsInMailSubtree(name.Text!, _text, isExclusion);
            case GeneralNameKind.Uri:
                return HostNames.HostOfUri(name.Text!) is { } host ? HostNames.IsInUriSubtree(host, _text) : isExclusion;
            case GeneralNameKind.IPAddress:
                return IsInNetwork(name.Value.Span, isExclusion);
            default:
                return isExclusion;
        }
    }

    /// <summary>Whether an otherName is of the type that the subtree is about; other kinds have no types.</summary>
    public bool IsSameType(in ConstrainedName name)
    {
        if (Kind != GeneralNameKind.OtherName)
            return true;
        try
        {
            return TypeOf(_address).SequenceEqual(TypeOf(name.Value.Span));
        }
        catch (AsnContentException)
        {
            return true;
        }
    }

    // Comparison keys are sequences of relative names, each behind a slash, lengths inside: a prefix is a superior name.
    private static bool IsPrefix(string superior, string name) =>
        name.StartsWith(superior, StringComparison.Ordinal) && (name.Length == superior.Length || name[superior.Length] == '/');

    private bool IsInNetwork(ReadOnlySpan<byte> address, bool isExclusion)
    {
        if (address.Length is not (4 or 16))
            return isExclusion;
        if (address.Length * 2 != _address.Length)
            return false;
        for (int i = 0; i < address.Length; i++)
        {
            if (((address[i] ^ _address[i]) & _address[address.Length + i]) != 0)
                return false;
        }

        return true;
    }

    private static bool IsMask(ReadOnlySpan<byte> mask)
    {
        bool ended = false;
        foreach (byte octet in mask)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                bool isSet = (octet & (1 << bit)) != 0;
                if (isSet && ended)
                    return false;
                ended |= !isSet;
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> TypeOf(ReadOnlySpan<byte> otherName)
    {
        AsnDecoder.ReadEncodedValue(otherName, AsnEncodingRules.DER, out _, out _, out int consumed);
        return otherName[..consumed];
    }
}
