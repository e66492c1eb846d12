using System.Formats.Asn1;
using Staple32.Asn1;

namespace Staple32.Certificates;

/// <summary>
/// GeneralNames (RFC 5280 4.2.1.6) as the CRL extensions use them: to be compared, not shown.
/// </summary>
internal readonly struct GeneralNameList
{
    private const int DirectoryNameTag = 4;
    private const int UrlTag = 6;

    // Two lists are compared name by name: without a limit, two hostile ones would take minutes.
    private const int MaxNames = 256;

    private readonly DerReader _names;

    /// <param name="names">The inside of the GeneralNames, whatever its tag was.</param>
    /// <exception cref="AsnContentException">It is empty, far too long, or something else.</exception>
    public GeneralNameList(DerReader names)
    {
        _names = names;
        int count = 0;
        for (; names.HasData; count++)
            names.ReadEncoded();
        if (count is 0 or > MaxNames)
            throw new AsnContentException($"a list of {count} names");
    }

    /// <exception cref="AsnContentException">Not GeneralNames.</exception>
    public static GeneralNameList Parse(ReadOnlyMemory<byte> encoded)
    {
        var reader = new DerReader(encoded);
        var list = new GeneralNameList(reader.ReadSequence());
        reader.ExpectEnd();
        return list;
    }

    /// <summary>The encoded Name of the first directory name, or null.</summary>
    /// <exception cref="AsnContentException">A directory name is malformed.</exception>
    public ReadOnlyMemory<byte>? DirectoryName => DirectoryNames is [var first, ..] ? first : default(ReadOnlyMemory<byte>?);

    /// <summary>The encoded Names of all directory names.</summary>
    /// <exception cref="AsnContentException">A directory name is malformed.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> DirectoryNames
    {
        get
        {
            var found = new List<ReadOnlyMemory<byte>>();
            DerReader names = _names;
            while (names.HasData)
            {
                if (DirectoryNameIn(names.ReadEncoded()) is { } directoryName)
                    found.Add(directoryName);
            }

            return found;
        }
    }

    /// <summary>The uniformResourceIdentifiers, as written and in order.</summary>
    /// <exception cref="AsnContentException">One is malformed.</exception>
    public IReadOnlyList<string> Urls
    {
        get
        {
            var found = new List<string>();
            Asn1Tag tag = DerReader.Context(UrlTag, constructed: false);
            DerReader names = _names;
            while (names.HasData)
            {
                if (names.NextIs(tag))
                    found.Add(names.ReadIa5String(tag));
                else
                    names.ReadEncoded();
            }

            return found;
        }
    }

    /// <summary>Of a directory name alone, as the name of a distribution point that nobody has named otherwise.</summary>
    /// <param name="encodedName">The encoded Name.</param>
    public static GeneralNameList OfDirectoryName(ReadOnlyMemory<byte> encodedName)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(DerReader.Context(DirectoryNameTag)))
            writer.WriteEncodedValue(encodedName.Span);
        return new GeneralNameList(new DerReader(writer.Encode()));
    }

    /// <summary>Whether a directory name equal to this one is among them.</summary>
    /// <exception cref="AsnContentException">A directory name is malformed.</exception>
    public bool ContainsDirectoryName(ReadOnlySpan<byte> encodedName)
    {
        DerReader names = _names;
        while (names.HasData)
        {
            if (DirectoryNameIn(names.ReadEncoded()) is { } own && DistinguishedName.Equal(own.Span, encodedName))
                return true;
        }

        return false;
    }

    /// <summary>Whether the two lists have a name in common (RFC 5280 6.3.3 (b) (2) (i)).</summary>
    /// <exception cref="AsnContentException">A directory name is malformed.</exception>
    public bool Overlaps(GeneralNameList other)
    {
        DerReader names = _names;
        while (names.HasData)
        {
            ReadOnlyMemory<byte> name = names.ReadEncoded();
            if (DirectoryNameIn(name) is { } directoryName ? other.ContainsDirectoryName(directoryName.Span) : other.ContainsEncoded(name.Span))
                return true;
        }

        return false;
    }

    private bool ContainsEncoded(ReadOnlySpan<byte> encodedName)
    {
        DerReader names = _names;
        while (names.HasData)
        {
            if (names.ReadEncoded().Span.SequenceEqual(encodedName))
                return true;
        }

        return false;
    }

    private static ReadOnlyMemory<byte>? DirectoryNameIn(ReadOnlyMemory<byte> generalName)
    {
        var reader = new DerReader(generalName);
        // Name is a CHOICE, so its tag in GeneralName is EXPLICIT.
        if (!reader.NextIs(DerReader.Context(DirectoryNameTag)))
            return null;
        return reader.ReadSequence(DerReader.Context(DirectoryNameTag)).ReadEncodedSequence();
    }
}
