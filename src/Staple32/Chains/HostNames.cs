namespace Staple32.Chains;

/// <summary>Where hosts, mailboxes and URIs lie in the subtrees of name constraints (RFC 5280 section 4.2.1.10).</summary>
internal static class HostNames
{
    /// <summary>
    /// Whether a DNS name is the constraint or below it. A constraint with a leading dot means only what is below; an
    /// empty one means every name.
    /// </summary>
    public static bool IsInDnsSubtree(string name, string constraint, bool isExclusion)
    {
        name = WithoutFinalDot(name);
        if (constraint.Length == 0 || IsBelow(name, constraint))
            return true;
        if (constraint[0] == '.')
            return false;
        return name.Equals(constraint, StringComparison.OrdinalIgnoreCase)
            || (isExclusion && IsCoveredByWildcard(constraint, name));
    }

    /// <summary>
    /// Whether a mail address lies in a constraint, which is a mailbox (name@host), all mailboxes on a host, or all on
    /// the hosts below a domain (.domain).
    /// </summary>
    public static bool IsInMailSubtree(string address, string constraint, bool isExclusion)
    {
        int at = address.LastIndexOf('@');
        if (at <= 0 || at == address.Length - 1)
            return isExclusion;
        string host = WithoutFinalDot(address[(at + 1)..]);
        int constrainedAt = constraint.LastIndexOf('@');
        if (constrainedAt < 0)
            return IsInUriSubtree(host, constraint);

        // The part before the at sign is the host's business, also whether its case matters.
        StringComparison comparison = isExclusion ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return host.Equals(constraint[(constrainedAt + 1)..], StringComparison.OrdinalIgnoreCase)
            && address.AsSpan(0, at).Equals(constraint.AsSpan(0, constrainedAt), comparison);
    }

    /// <summary>Whether a host is the one of the constraint or, if that begins with a dot, lies below it.</summary>
    public static bool IsInUriSubtree(string host, string constraint)
    {
        if (constraint.Length == 0)
            return true;
        return constraint[0] == '.' ? IsBelow(host, constraint) : host.Equals(constraint, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The host of a URI; null if it has none, or an address in its place, to which no constraint can apply.</summary>
    public static string? HostOfUri(string uri)
    {
        int colon = uri.IndexOf(':');
        if (colon <= 0 || string.CompareOrdinal(uri, colon + 1, "//", 0, 2) != 0)
            return null;
        string authority = uri[(colon + 3)..];
        int end = authority.IndexOfAny(['/', '?', '#', '\\']);
        if (end >= 0)
            authority = authority[..end];
        authority = authority[(authority.LastIndexOf('@') + 1)..];
        int port = authority.LastIndexOf(':');
        if (port >= 0)
            authority = authority[..port];
        string host = WithoutFinalDot(authority);
        return host.Length == 0 || IsAddress(host) ? null : host;
    }

    public static string WithoutFinalDot(string name) => name.Length > 1 && name[^1] == '.' ? name[..^1] : name;

    // *.example.com also speaks for www.example.com, which may be excluded though example.com is not.
    private static bool IsCoveredByWildcard(string host, string name) =>
        name.StartsWith("*.", StringComparison.Ordinal)
        && IsBelow(host, name[1..])
        && host.IndexOf('.', StringComparison.Ordinal) == host.Length - name.Length + 1;

    // Resolvers take a last label of digits for an IPv4 address, and brackets hold an IPv6 one.
    private static bool IsAddress(string host)
    {
        foreach (char c in host.AsSpan(host.LastIndexOf('.') + 1))
        {
            if (!char.IsAsciiDigit(c))
                return host[0] == '[';
        }

        return true;
    }

    // At least one label in front of the constraint, which may begin with the dot or not.
    private static bool IsBelow(string name, string constraint)
    {
        int separator = name.Length - constraint.Length;
        if (constraint[0] != '.')
            separator--;
        return separator > 0 && name[separator] == '.' && name.EndsWith(constraint, StringComparison.OrdinalIgnoreCase);
    }
}
