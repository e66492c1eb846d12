using System.Formats.Asn1;
using Staple32.Certificates;
using Xunit;

namespace Staple32.Tests.Certificates;

public class IntendedKeyUsageTests
{
    [Theory]
    [InlineData("2.5.29.15", "03020780", "80")]
    [InlineData("2.5.29.15", "0303070080", "0080")]
    [InlineData("2.5.29.15", "030100", "")]
    [InlineData("2.5.29.2", "30040302", null)]
    [InlineData("2.5.29.2", "300403020780", "80")]
    [InlineData("2.5.29.2", "30070401AA03020520", "20")]
    [InlineData("2.5.29.2", "30030401AA", "")]
    [InlineData("2.5.29.2", "3000", "")]
    [InlineData("2.5.29.15", "0500", null)]
    [InlineData("2.5.29.15", "0302078000", null)]
    public void Bits_are_found_in_either_extension(string oid, string value, string? octets)
    {
        if (octets is null)
            Assert.ThrowsAny<AsnContentException>(() => IntendedKeyUsage.Read(oid, Convert.FromHexString(value)));
        else
            Assert.Equal(octets, Convert.ToHexString(IntendedKeyUsage.Read(oid, Convert.FromHexString(value)).Span));
    }
}
