using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Ocsp;

namespace Staple32.Tests.Pki;

/// <summary>An OCSP request as BouncyCastle reads it, for responders in tests.</summary>
/// <param name="HashOid">The digest of the CertID, dotted.</param>
/// <param name="IssuerNameHash">Its first hash.</param>
/// <param name="IssuerKeyHash">Its second hash.</param>
/// <param name="Serial">Contents octets.</param>
public sealed record TestRequest(string HashOid, byte[] IssuerNameHash, byte[] IssuerKeyHash, byte[] Serial)
{
    /// <exception cref="Exception">Not an OCSPRequest with exactly one unsigned CertID and no extensions.</exception>
    public static TestRequest Read(byte[] request)
    {
        OcspRequest parsed = OcspRequest.GetInstance(Asn1Object.FromByteArray(request));
        Asn1Sequence list = parsed.TbsRequest.RequestList;
        if (list.Count != 1 || parsed.OptionalSignature is not null || parsed.TbsRequest.RequestExtensions is not null)
            throw new InvalidDataException("not one plain CertID");
        CertID id = Request.GetInstance(list[0]).ReqCert;
        return new TestRequest(
            id.HashAlgorithm.Algorithm.Id, id.IssuerNameHash.GetOctets(), id.IssuerKeyHash.GetOctets(), id.SerialNumber.Value.ToByteArray());
    }
}
