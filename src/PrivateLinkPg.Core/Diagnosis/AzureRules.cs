using static PrivateLinkPg.Diagnosis.AzureReason;
using static PrivateLinkPg.Diagnosis.CauseLayer;

namespace PrivateLinkPg.Diagnosis;

/// <summary>
/// All that Azure can show to be wrong. Of the ends, the connection and the name the first rule that holds is the cause: nothing behind it
/// can help before it is mended. On the way each that holds is one.
/// </summary>
internal static class AzureRules
{
    public static readonly IReadOnlyList<AzureRule> All =
    [
        new(EndIsMissing, "ServerInjected", Ends, Evidence.Target, EndCauses.IsInjected, EndCauses.Injected),
        new(EndIsMissing, "TargetDeleted", Ends, Evidence.Target, path => path.Facts.TargetIsGone, EndCauses.TargetGone)
        {
            IsOfAbsence = true,
        },
        new(EndIsMissing, "EndpointDeleted", Ends, Evidence.Endpoint, path => path.Facts.EndpointIsGone, EndCauses.EndpointGone)
        {
            IsOfAbsence = true,
        },
        new(EndIsMissing, "EndpointFailed", Ends, Evidence.Endpoint, EndCauses.IsFailed, EndCauses.Failed),
        new(EndIsMissing, "ConnectionDisconnected", Connection, Evidence.Endpoint,
            path => path.Facts.ConnectionStatus == "Disconnected", EndCauses.Disconnected),
        // A server lists its connections from all subscriptions, so this is certain.
        new(EndIsMissing, "EndpointMissing", Ends, Evidence.Target,
            path => path.Facts is { EndpointId: null, Server: not null }, EndCauses.NoEndpoint)
        {
            IsOfAbsence = true,
        },
        new(EndIsMissing, "EndpointToOtherServer", Ends, Evidence.Target, EndCauses.IsOthers, EndCauses.Others),
        new(EndIsMissing, "ServerStopped", Ends, Evidence.Target,
            path => ServerStates.Is(path, "Stopped", "Stopping"), ServerStates.Stopped),
        new(EndIsMissing, "ServerStarting", Ends, Evidence.Target,
            path => ServerStates.Is(path, "Provisioning", "Starting", "Restarting"), ServerStates.Starting),
        new(EndIsMissing, "ServerDisabled", Ends, Evidence.Target, path => ServerStates.Is(path, "Disabled"), ServerStates.Disabled),
        new(EndIsMissing, "ServerInaccessible", Ends, Evidence.Target,
            path => ServerStates.Is(path, "Inaccessible"), ServerStates.Inaccessible),
        new(EndIsMissing, "ServerBeingDeleted", Ends, Evidence.Target,
            path => ServerStates.Is(path, "Dropping"), ServerStates.BeingDeleted),
        new(EndIsAnother, "EndpointToOtherServer", Ends, Evidence.Target, EndCauses.IsOthers, EndCauses.Others),
        new(AliasesCircle, "AliasLoop", Name, Evidence.None, path => path.Zone is { IsCircle: true }, ZoneCauses.Circle),
        new(NotApproved, "ConnectionPending", Connection, Evidence.Endpoint,
            path => path.Facts.ConnectionStatus == "Pending", EndCauses.Pending),
        new(NotApproved, "ConnectionRejected", Connection, Evidence.Endpoint,
            path => path.Facts.ConnectionStatus == "Rejected", EndCauses.Rejected),
        new(NamesAreWrong, "ExpectedAddressWrong", Name, Evidence.Endpoint, path => path.LeadsToEndpoint, ZoneCauses.WrongExpectation),
        new(NamesAreWrong, "ZoneNotLinked", Name, Evidence.None,
            path => path.Zone is null && ZoneCauses.RightZone(path) is not null, ZoneCauses.NotLinked),
        new(NamesAreWrong, "ZoneNotLinked", Name, Evidence.AllZones,
            path => path.Zone is null && ZoneCauses.EmptyZone(path) is not null, ZoneCauses.NotLinkedAndEmpty) { IsOfAbsence = true },
        new(NamesAreWrong, "ZoneMissing", Name, Evidence.AllZones, path => path.Zone is null, ZoneCauses.NoZone) { IsOfAbsence = true },
        new(NamesAreWrong, "ZonesNotReadable", Name, Evidence.None,
            path => path.Zone is null or { RecordNotReadable: true }, ZoneCauses.NotKnown),
        new(NamesAreWrong, "RecordStale", Name, Evidence.None, path => path.Zone!.Alias is not null, ZoneCauses.OtherAlias),
        new(NamesAreWrong, "ZoneTooWide", Name, Evidence.None,
            path => ZoneCauses.LacksRecord(path) && path.Zone!.IsWiderThan(path.Facts.ZoneName), ZoneCauses.TooWide),
        new(NamesAreWrong, "RecordMissing", Name, Evidence.None, ZoneCauses.LacksRecord, ZoneCauses.NoRecord),
        new(NamesAreWrong, "RecordStale", Name, Evidence.None, ZoneCauses.IsStale, ZoneCauses.Stale),
        new(NamesAreWrong, "CustomDnsServers", Name, Evidence.Network,
            path => path.Facts.CustomDnsServers.Count > 0 && ZoneCauses.MustLead(path), ZoneCauses.AsksOthers),
        new(NamesAreWrong, "OtherResolver", Name, Evidence.Network, ZoneCauses.MustLead, ZoneCauses.AskedOthers),
        new(WayIsBlocked, "RouteDropsTraffic", CauseLayer.Path, Evidence.Routes, RouteCauses.IsDropped, RouteCauses.Dropped),
        new(WayIsBlocked, "PeeringDisconnected", CauseLayer.Path, Evidence.Network,
            PeeringCauses.IsDisconnected, PeeringCauses.Disconnected),
        new(WayIsBlocked, "PeeringForbidsAccess", CauseLayer.Path, Evidence.Network, PeeringCauses.IsForbidden, PeeringCauses.Forbidden),
        new(WayIsBlocked, "NetworksNotPeered", CauseLayer.Path, Evidence.Network | Evidence.Routes,
            PeeringCauses.IsApart, PeeringCauses.Apart)
        {
            IsOfAbsence = true,
        },
        new(WayIsBlocked, "SecurityRuleDenies", CauseLayer.Path, Evidence.SecurityRules, SecurityCauses.IsDenied, SecurityCauses.Denied),
    ];

    /// <summary>The causes that are a reason of what was met; none where Azure shows nothing wrong, or nobody can tell.</summary>
    public static IEnumerable<RootCause> Of(AzureReason reason, PathCase path)
    {
        var causes = For(reason, path).Select(rule => rule.Judge(path)).OfType<RootCause>();
        return reason == WayIsBlocked ? causes : causes.Take(1);
    }

    /// <summary>The codes that could not be excluded, as something could not be read, by what that is.</summary>
    public static IEnumerable<string> Open(IEnumerable<AzureReason> reasons, PathCase path) =>
        reasons.SelectMany(reason => For(reason, path)).Where(rule => rule.IsOpen(path)).Select(rule => rule.Code).Distinct();

    // None where there is no question.
    private static IEnumerable<AzureRule> For(AzureReason reason, PathCase path)
    {
        bool isAsked = reason switch
        {
            // The probe expected no address, so a private one that is of something else was as good to it.
            LeadsElsewhere => !path.Facts.Addresses.Contains(path.Words.Address) && ZoneCauses.IsAsked(path),
            NamesAreWrong => ZoneCauses.IsAsked(path),
            WayIsBlocked => path.Facts.ConnectionStatus == "Approved"
                && path.Fault is ProbeFault.AddressSilent or ProbeFault.AddressUnreachable,
            _ => true,
        };
        AzureReason column = reason == LeadsElsewhere ? NamesAreWrong : reason;
        return isAsked ? All.Where(rule => rule.Reason == column) : [];
    }
}
