using System.Formats.Asn1;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Staple32.Asn1;
using Staple32.Certificates;

namespace Staple32.ChainPolicies;

/// <summary>
/// The host name or address of a server, and whether a certificate is for it (RFC 9525 section 6, and the common name for
/// certificates without alternative names, RFC 6125 section 6.4.4).
/// </summary>
internal sealed class ServerName
{
    private const string CommonName = "2.5.4.3";
    private static readonly IdnMapping s_mapping = new() { AllowUnassigned = true };

    private readonly byte[]? _address;
    private readonly string? _host;

    /// <param name="name">
    /// A host name in Unicode or with labels in Punycode, a final dot or none; or an IPv4 address, or an IPv6 address with
    /// or without brackets. Anything else names no server.
    /// </param>
    public ServerName(string name)
    {
        _address = AddressOf(name);
        _host = _address is null ? HostOf(name) : null;
    }

    /// <summary>Whether the certificate names this server.</summary>
    public bool IsNamedBy(Certificate certificate)
    {
        if (_address is null && _host is null)
            return false;
        try
        {
            return IsAmongAlternatives(certificate) ?? IsCommonName(certificate);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>Whether the name in a certificate is this host's: the same, or * in the place of its leftmost label.</summary>
    private bool IsCoveredBy(string? pattern)
    {
        if (pattern is null || _host is null)
            return false;
        if (!pattern.StartsWith("*.", StringComparison.Ordinal))
            return string.Equals(pattern, _host, StringComparison.Ordinal);
        // *.com would cover what nobody owns.
        ReadOnlySpan<char> domain = pattern.AsSpan(1);
        int firstDot = _host.IndexOf('.', StringComparison.Ordinal);
        return firstDot > 0 && domain[1..].Contains('.') && domain.SequenceEqual(_host.AsSpan(firstDot));
    }

    // Null if the certificate has no alternative name that a server could have: then its common name counts.
    private bool? IsAmongAlternatives(Certificate certificate)
    {
        if (certificate.FindExtension(Oids.SubjectAltName) is not { } extension)
            return null;
        bool? found = null;
        foreach (GeneralName name in GeneralName.ReadAll(extension.Value))
        {
            if (name.Kind == GeneralNameKind.DnsName)
                found = found is true || (Ascii.IsValid(name.Value.Span) && IsCoveredBy(HostOf(name.Text)));
            else if (name.Kind == GeneralNameKind.IPAddress)
                found = found is true || (_address is not null && name.Value.Span.SequenceEqual(_address));
        }

        return found;
    }

    // The most specific one, which is the last.
    private bool IsCommonName(Certificate certificate)
    {
        string? commonName = null;
        foreach (List<NameAttribute> relativeName in DistinguishedName.Read(certificate.Subject))
        {
            foreach (NameAttribute attribute in relativeName)
            {
                if (attribute.Oid == CommonName)
                    commonName = attribute.Text;
            }
        }

        if (commonName is null)
            return false;
        return _address is null
            ? AddressOf(commonName) is null && IsCoveredBy(HostOf(commonName))
            : AddressOf(commonName) is { } address && address.AsSpan().SequenceEqual(_address);
    }

    // Lower case, Punycode, no final dot. Null if it cannot be a host.
    private static string? HostOf(string name)
    {
        string host = name.EndsWith('.') ? name[..^1] : name;
        if (host.Length == 0)
            return null;
        if (Ascii.IsValid(host))
            return host.ToLowerInvariant();
        try
        {
            return s_mapping.GetAscii(host.ToLowerInvariant()).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // The parser also takes forms of IPv4 that no certificate means (octal, hexadecimal, fewer than four parts).
    private static byte[]? AddressOf(string name)
    {
        bool isBracketed = name.Length > 2 && name[0] == '[' && name[^1] == ']';
        if (!IPAddress.TryParse(isBracketed ? name.AsSpan(1, name.Length - 2) : name, out IPAddress? address))
            return null;
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            return address.GetAddressBytes();
        return !isBracketed && address.ToString() == name ? address.GetAddressBytes() : null;
    }
}
