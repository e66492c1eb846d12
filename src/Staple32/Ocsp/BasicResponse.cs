using System.Formats.Asn1;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.Ocsp;

/// <summary>A BasicOCSPResponse as parsed, not judged (RFC 6960 4.2.1).</summary>
internal sealed class BasicResponse
{
    private BasicResponse()
    {
    }

    /// <summary>tbsResponseData with its tag and length: what was signed.</summary>
    public ReadOnlyMemory<byte> ToBeSigned { get; private init; }

    public AlgorithmIdentifier SignatureAlgorithm { get; private init; }

    public ReadOnlyMemory<byte> Signature { get; private init; }

    public int SignatureUnusedBits { get; private init; }

    /// <summary>The embedded certificates, one SEQUENCE each, not parsed yet.</summary>
    public List<ReadOnlyMemory<byte>> EncodedCertificates { get; } = [];

    /// <summary>As encoded: 0 is version 1.</summary>
    public int Version { get; private set; }

    /// <summary>The signer's encoded Name, if the responderID is byName.</summary>
    public ReadOnlyMemory<byte>? ResponderName { get; private set; }

    /// <summary>The SHA-1 of the signer's key, if the responderID is byKey.</summary>
    public ReadOnlyMemory<byte>? ResponderKeyHash { get; private set; }

    public DateTimeOffset ProducedAt { get; private set; }

    public List<SingleResponse> Responses { get; } = [];

    public CertificateExtension[] Extensions { get; private set; } = [];

    /// <param name="reader">Advanced past the BasicOCSPResponse.</param>
    /// <exception cref="AsnContentException">Not a BasicOCSPResponse.</exception>
    public static BasicResponse Read(ref DerReader reader)
    {
        DerReader inside = reader.ReadSequence();
        ReadOnlyMemory<byte> toBeSigned = inside.ReadEncodedSequence();
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read(ref inside);
        ReadOnlyMemory<byte> signature = inside.ReadBitString(out int unusedBits);
        var response = new BasicResponse
        {
            ToBeSigned = toBeSigned,
            SignatureAlgorithm = algorithm,
            Signature = signature,
            SignatureUnusedBits = unusedBits,
        };
        if (inside.HasData)
        {
            DerReader tagged = inside.ReadSequence(DerReader.Context(0));
            DerReader certificates = tagged.ReadSequence();
            tagged.ExpectEnd();
            while (certificates.HasData)
                response.EncodedCertificates.Add(certificates.ReadEncodedSequence());
        }
        inside.ExpectEnd();
        response.ReadData(new DerReader(toBeSigned).ReadSequence());
        return response;
    }

    // ResponseData
    private void ReadData(DerReader data)
    {
        // DER wants version 1 left out; responders that write it are tolerated as everywhere.
        if (data.NextIs(DerReader.Context(0)))
        {
            DerReader version = data.ReadSequence(DerReader.Context(0));
            Version = version.ReadInt32();
            version.ExpectEnd();
        }

        bool byName = data.NextIs(DerReader.Context(1));
        DerReader responder = data.ReadSequence(DerReader.Context(byName ? 1 : 2));
        if (byName)
            ResponderName = responder.ReadEncodedSequence();
        else
            ResponderKeyHash = responder.ReadOctetString();
        responder.ExpectEnd();

        ProducedAt = data.ReadGeneralizedTime();
        DerReader responses = data.ReadSequence();
        while (responses.HasData)
            Responses.Add(SingleResponse.Read(ref responses));
        if (data.NextIs(DerReader.Context(1)))
        {
            DerReader extensions = data.ReadSequence(DerReader.Context(1));
            Extensions = CertificateExtension.ReadAll(ref extensions);
            extensions.ExpectEnd();
        }
        data.ExpectEnd();
    }
}
