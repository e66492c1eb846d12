using Org.BouncyCastle.X509;
using Staple32.Certificates;
using Staple32.Ocsp;
using Staple32.Tests.Certificates;
using Xunit;

namespace Staple32.Tests.Ocsp;

/// <summary>OCSP responses written as CRLs, read back by BouncyCastle and by our own reader.</summary>
public sealed class CrlViewTests : IDisposable
{
    private static readonly DateTimeOffset s_this = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    private static readonly byte[] s_serial = [0x00, 0xfe, 0x01, 0x02];

    private readonly CrlTestAuthority _authority = new("CN=Issuing CA, C=DE");
    private readonly Certificate _leaf;

    public CrlViewTests() => _leaf = _authority.Issue(s_serial);

    public void Dispose() => _authority.Dispose();

    [Fact]
    public void A_good_response_is_a_crl_without_entries()
    {
        byte[] encoded = CrlView.Encode(Response(nextUpdate: s_this.AddDays(7)), _leaf);

        X509Crl peer = new X509CrlParser().ReadCrl(encoded);
        Assert.Equal(2, peer.Version);
        Assert.Equal(_authority.Framework.SubjectName.RawData, peer.IssuerDN.GetDerEncoded());
        Assert.Equal(s_this.UtcDateTime, peer.ThisUpdate);
        Assert.Equal(s_this.AddDays(7).UtcDateTime, CertificateRevocationList.Parse(encoded).NextUpdate!.Value.UtcDateTime);
        Assert.Null(peer.GetRevokedCertificates());
        Assert.Empty(peer.GetSignature());
        // id-alg-noSignature: nobody can take it for a CRL of the CA.
        Assert.Equal("1.3.6.1.5.5.7.6.2", peer.SigAlgOid);
    }

    [Fact]
    public void A_revoked_response_has_one_entry_with_serial_time_and_reason()
    {
        AcceptedResponse response = Response(s_this.AddDays(7), OcspCertificateStatus.Revoked, s_this.AddDays(-30), reason: 1);
        byte[] encoded = CrlView.Encode(response, _leaf);

        X509Crl peer = new X509CrlParser().ReadCrl(encoded);
        X509CrlEntry entry = Assert.Single(peer.GetRevokedCertificates().Cast<X509CrlEntry>());
        Assert.Equal(s_serial, entry.SerialNumber.ToByteArray());
        Assert.Equal(s_this.AddDays(-30).UtcDateTime, entry.RevocationDate);

        var list = CertificateRevocationList.Parse(encoded);
        Assert.Equal(1, list.Find(_leaf.SerialNumber.Span, _leaf.Issuer.Span, out int index)?.Reason);
        Assert.Equal(0, index);
        Assert.True(list.Covers(_leaf));
    }

    [Fact]
    public void A_reason_that_was_not_given_is_not_made_up()
    {
        AcceptedResponse response = Response(s_this.AddDays(7), OcspCertificateStatus.Revoked, s_this.AddDays(-30), reason: null);
        CrlEntry entry = Assert.Single(CertificateRevocationList.Parse(CrlView.Encode(response, _leaf)).Entries);
        Assert.Empty(entry.Extensions);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    [InlineData(-3)]
    public void Any_reason_a_responder_may_write_is_passed_on(int reason)
    {
        AcceptedResponse response = Response(s_this.AddDays(7), OcspCertificateStatus.Revoked, s_this, reason);
        Assert.Equal(reason, Assert.Single(CertificateRevocationList.Parse(CrlView.Encode(response, _leaf)).Entries).Reason);
    }

    [Fact]
    public void Absent_next_update_stays_absent()
    {
        Assert.Null(CertificateRevocationList.Parse(CrlView.Encode(Response(nextUpdate: null), _leaf)).NextUpdate);
    }

    [Theory]
    [InlineData(1890)]
    [InlineData(1949)]
    [InlineData(1950)]
    [InlineData(2049)]
    [InlineData(2050)]
    [InlineData(9999)]
    public void Times_keep_their_century(int year)
    {
        var time = new DateTimeOffset(year, 12, 31, 23, 59, 59, TimeSpan.Zero);
        AcceptedResponse response = Response(time, OcspCertificateStatus.Revoked, time, reason: null);
        var list = CertificateRevocationList.Parse(CrlView.Encode(response, _leaf));
        Assert.Equal(time, list.NextUpdate);
        Assert.Equal(time, Assert.Single(list.Entries).RevocationDate);
    }

    private static AcceptedResponse Response(
        DateTimeOffset? nextUpdate,
        OcspCertificateStatus status = OcspCertificateStatus.Good,
        DateTimeOffset? revoked = null,
        int? reason = null) => new()
        {
            Encoded = new byte[] { 1 },
            Status = status,
            ProducedAt = s_this,
            ThisUpdate = s_this,
            NextUpdate = nextUpdate,
            EffectiveNextUpdate = nextUpdate ?? s_this.AddHours(12),
            RevocationTime = revoked,
            RevocationReason = reason,
            HashOid = "1.3.14.3.2.26",
        };
}
