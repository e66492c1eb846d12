using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Staple32.Stores;
using Xunit;

namespace Staple32.Tests.Stores;

/// <summary>The cases are those of wincrypt.h, CERT_FIND_ENHKEY_USAGE.</summary>
public class UsageSearchTests
{
    private const string Server = "1.3.6.1.5.5.7.3.1", Client = "1.3.6.1.5.5.7.3.2", Mail = "1.3.6.1.5.5.7.3.4";

    private static readonly Dictionary<string, StoredCertificate> s_elements = new()
    {
        ["none"] = Make(null, null),
        ["extension"] = Make([Server, Client], null),
        ["property"] = Make(null, [Client, Mail]),
        ["both"] = Make([Server, Client], [Client, Mail]),
        ["nothing"] = Make(null, []),
    };

    [Theory]
    [InlineData(UsageFilters.None, Client, "extension property both")]
    [InlineData(UsageFilters.None, Server, "extension")]
    [InlineData(UsageFilters.None, Server + " " + Client, "extension")]
    [InlineData(UsageFilters.None, "", "extension property both nothing")]
    [InlineData(UsageFilters.AnyPurpose, Server + " " + Mail, "extension property")]
    [InlineData(UsageFilters.Optional, Server, "none extension")]
    [InlineData(UsageFilters.Absent, Server, "none")]
    [InlineData(UsageFilters.Absent | UsageFilters.Optional, "", "none")]
    [InlineData(UsageFilters.ExtensionOnly, Server, "extension both")]
    [InlineData(UsageFilters.ExtensionOnly | UsageFilters.Optional, Server, "none extension property both nothing")]
    [InlineData(UsageFilters.ExtensionOnly | UsageFilters.Absent, "", "none property nothing")]
    [InlineData(UsageFilters.PropertyOnly, Mail, "property both")]
    [InlineData(UsageFilters.PropertyOnly, "", "property both nothing")]
    [InlineData(UsageFilters.PropertyOnly | UsageFilters.Absent, "", "none extension")]
    [InlineData(UsageFilters.Valid, Server, "none extension")]
    [InlineData(UsageFilters.Valid | UsageFilters.AnyPurpose, Server + " " + Mail, "none extension property")]
    [InlineData(UsageFilters.Valid | UsageFilters.Absent | UsageFilters.PropertyOnly, Client, "none extension property both")]
    [InlineData(UsageFilters.Valid, "", "none extension property both nothing")]
    public void Certificates_match_by_what_they_list(UsageFilters filters, string purposes, string expected)
    {
        Predicate<StoredCertificate> match =
            UsageSearch.ByPurposes(purposes.Split(' ', StringSplitOptions.RemoveEmptyEntries), filters);
        Assert.Equal(expected, string.Join(' ', s_elements.Where(element => match(element.Value)).Select(element => element.Key)));
    }

    [Theory]
    [InlineData(UsageFilters.None, Server, false)]
    [InlineData(UsageFilters.None, "", true)]
    [InlineData(UsageFilters.Optional, Server, false)]
    [InlineData(UsageFilters.Absent, "", false)]
    [InlineData(UsageFilters.Valid, Server, false)]
    public void A_malformed_list_is_there_and_allows_nothing(UsageFilters filters, string purposes, bool expected)
    {
        Predicate<StoredCertificate> match =
            UsageSearch.ByPurposes(purposes.Split(' ', StringSplitOptions.RemoveEmptyEntries), filters);
        Assert.Equal(expected, match(new StoredCertificate(
            TestCertificate.Make("CN=a", extensions: new X509Extension("2.5.29.37", [0x05, 0x00], critical: false)))));
        StoredCertificate element = Make([Server], null);
        element.Properties.Set(PropertyIds.EnhancedKeyUsage, new byte[] { 0x05, 0x00 });
        Assert.Equal(expected, match(element));
    }

    private static StoredCertificate Make(string[]? extension, string[]? property)
    {
        var list = new OidCollection();
        foreach (string purpose in extension ?? [])
            list.Add(new Oid(purpose));
        var element = new StoredCertificate(TestCertificate.Make(
            "CN=a", extensions: extension is null ? [] : [new X509EnhancedKeyUsageExtension(list, critical: false)]));
        if (property is not null)
            element.Properties.Set(PropertyIds.EnhancedKeyUsage, EnhancedKeyUsages.Encode(property));
        return element;
    }
}
