using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Chains;

/// <summary>The nameConstraints extension of a CA (RFC 5280 section 4.2.1.10).</summary>
internal sealed class NameConstraints
{
    public const string Oid = "2.5.29.30";

    private NameConstraints(List<NameSubtree> permitted, List<NameSubtree> excluded)
    {
        Permitted = permitted;
        Excluded = excluded;
    }

    /// <summary>Where names must be, for each kind that is listed.</summary>
    public IReadOnlyList<NameSubtree> Permitted { get; }

    /// <summary>Where names must not be.</summary>
    public IReadOnlyList<NameSubtree> Excluded { get; }

    /// <summary>True if a subtree has a minimum or maximum, which RFC 5280 does not use and nobody processes.</summary>
    public bool HasBounds { get; private set; }

    /// <exception cref="AsnContentException">Malformed.</exception>
    public static NameConstraints Read(ReadOnlyMemory<byte> encoded)
    {
        var outer = new DerReader(encoded);
        DerReader inside = outer.ReadSequence();
        outer.ExpectEnd();
        if (!inside.HasData)
            throw new AsnContentException("name constraints that constrain nothing");
        bool hasBounds = false;
        List<NameSubtree> permitted = ReadSubtrees(ref inside, 0, ref hasBounds);
        List<NameSubtree> excluded = ReadSubtrees(ref inside, 1, ref hasBounds);
        inside.ExpectEnd();
        return new NameConstraints(permitted, excluded) { HasBounds = hasBounds };
    }

    private static List<NameSubtree> ReadSubtrees(ref DerReader reader, int tag, ref bool hasBounds)
    {
        var subtrees = new List<NameSubtree>();
        if (!reader.NextIs(DerReader.Context(tag)))
            return subtrees;
        DerReader list = reader.ReadSequence(DerReader.Context(tag));
        if (!list.HasData)
            throw new AsnContentException("an empty list of subtrees");
        while (list.HasData)
        {
            DerReader subtree = list.ReadSequence();
            subtrees.Add(NameSubtree.From(GeneralName.Read(ref subtree)));
            hasBounds |= subtree.HasData;
        }

        return subtrees;
    }
}
